// Screens a file of rows: what the base knows stays, what it does not know is proposed as documents for the library.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

import { writeFailure } from "../../core/write-failure.ts";
import { exportExamples } from "../../school/examples/export/export-examples.ts";
import { documentDiff } from "../../school/screen/document-diff.ts";
import { findFacts } from "../../school/screen/find-facts.ts";
import { mostCalls, PROTOCOLS, type ScreenProtocol } from "../../school/screen/protocol.ts";
import { openReplyFile } from "../../school/screen/reply-file.ts";
import { type RouteReport, routeFacts, type UnknownPolicy } from "../../school/screen/route-facts.ts";
import { type Retest, screenFacts } from "../../school/screen/screen-facts.ts";
import type { Acl } from "../../spec/access.ts";
import type { ChatModel } from "../../spec/chat.ts";
import type { OnProgress } from "../../spec/progress.ts";
import type { ReadingPrompt } from "./reading-prompt.ts";
import { readSetFile } from "./set-file.ts";

export type ScreenSetOptions = {
  readonly file: string;
  readonly model: ChatModel;
  /** Folder for the rows, the proposed documents and the replies; with the same one a screening goes on where it was. */
  readonly out: string;
  /** Folder that the library reads; what is proposed is compared with what lies there. */
  readonly documents: string;
  /** Writes the documents there; else they are only proposed. */
  readonly approve: boolean;
  readonly protocol: ScreenProtocol["name"];
  readonly shots?: number;
  readonly unknown: UnknownPolicy;
  readonly allow: Acl;
  readonly seed: number;
  readonly readingPrompt: ReadingPrompt;
  readonly concurrency?: number;
  readonly onProgress?: OnProgress;
  /** Told before the first call: how many facts there are, and how many calls they cost at most. */
  readonly onPlan?: (plan: { readonly facts: number; readonly mostCalls: number }) => void;
  readonly signal?: AbortSignal;
};

export type ScreenSetReport = RouteReport & {
  readonly model: string;
  readonly protocol: ScreenProtocol;
  readonly calls: number;
  readonly retest?: Retest;
  readonly rowsFile: string;
  readonly diffFile: string | undefined;
  readonly documents: readonly {
    readonly path: string;
    readonly acl: Acl;
    readonly facts: number;
    readonly written: boolean;
  }[];
};

export async function screenSet(options: ScreenSetOptions): Promise<ScreenSetReport> {
  const { file, model, out, seed, unknown, readingPrompt, shots } = options;
  const { examples } = readSetFile(file, { acl: options.allow });
  const { facts, kinds } = findFacts(examples);
  const given = PROTOCOLS[options.protocol];
  const protocol = { ...given, shots: shots ?? given.shots };
  options.onPlan?.({ facts: facts.length, mostCalls: facts.length * mostCalls(protocol) });
  using cache = openReplyFile(join(out, "replies.jsonl"));
  const { concurrency, onProgress, signal } = options;
  const { asked, calls, retest } = await screenFacts({
    facts,
    model,
    protocol,
    seed,
    cache,
    ...(concurrency === undefined ? {} : { concurrency }),
    ...(onProgress === undefined ? {} : { onProgress }),
    ...(signal === undefined ? {} : { signal }),
  });
  const routed = routeFacts({
    examples,
    kinds,
    asked,
    policy: unknown,
    readingPrompt: (passage, question) => readingPrompt([passage], question),
  });
  const rowsFile = join(out, "rows.jsonl");
  writeText(rowsFile, exportExamples(routed.examples, "schoolbook").text);
  const { diffFile, documents } = propose(routed.documents, options);
  const report: ScreenSetReport = {
    ...routed.report,
    model: model.id,
    protocol,
    calls,
    ...(retest === undefined ? {} : { retest }),
    rowsFile,
    diffFile,
    documents,
  };
  writeText(join(out, "report.json"), `${JSON.stringify(report, undefined, 2)}\n`);
  return report;
}

type Proposed = ReturnType<typeof routeFacts>["documents"];

/** Nothing enters the library's folder that nobody has approved. */
function propose(documents: Proposed, { out, documents: folder, approve }: ScreenSetOptions) {
  const changes = documents.map((document) => {
    const target = resolve(folder, document.path);
    const before = existsSync(target) ? readFileSync(target, "utf8") : undefined;
    return { document, target, diff: documentDiff({ path: document.path, before, after: document.text }) };
  });
  for (const { document, target } of changes) {
    writeText(join(out, "documents", document.path), document.text);
    if (approve) writeText(target, document.text);
  }
  const diff = changes.map((change) => change.diff).join("");
  const diffFile = diff === "" ? undefined : join(out, "changes.diff");
  if (diffFile !== undefined) writeText(diffFile, diff);
  return {
    diffFile,
    documents: changes.map(({ document, diff: own }) => ({
      path: document.path,
      acl: document.acl,
      facts: document.entries.length,
      written: approve || own === "",
    })),
  };
}

function writeText(path: string, text: string): void {
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  } catch (cause) {
    throw writeFailure(cause, { path });
  }
}
