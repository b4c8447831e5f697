// `node bench/school/raft-torchhub.ts [--distractors 4] [--seed 1]`: the whole way of RAFT rows on real data (gorilla's TorchHub): documents into
// a library, questions into rows with misleading passages from the library's own search, parts split by API, quotes asserted.
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { gunzipSync } from "node:zlib";

import { z } from "zod";

import { openProject } from "../../src/app/open-project.ts";
import { RAFT_DEFAULTS, RAFT_REFUSAL, raftRows } from "../../src/app/school/raft-set.ts";
import { checkExamples } from "../../src/school/check/check-examples.ts";
import { messageText } from "../../src/school/examples/message-text.ts";
import type { RaftRow } from "../../src/school/raft/build-raft-rows.ts";
import type { RaftItem } from "../../src/school/raft/raft-item.ts";

const { values } = parseArgs({
  options: {
    distractors: { type: "string", default: "4" },
    right: { type: "string", default: "0.8" },
    "held-out": { type: "string", default: "0.2" },
    seed: { type: "string", default: "1" },
    show: { type: "string", default: "0" },
  },
});

const DATA = process.env["SCHOOLBOOK_DATA"] ?? fileURLToPath(new URL("../../../shared/data", import.meta.url));
const SET = join(DATA, "gorilla-torchhub");

const API = z.looseObject({
  api_name: z.string(),
  api_call: z.string(),
  functionality: z.string(),
  description: z.string(),
});
const ROW = z.looseObject({ code: z.string(), api_call: z.string() });

type Api = z.output<typeof API>;

function lines<Line>(name: string, schema: z.ZodType<Line>): readonly Line[] {
  const text = gunzipSync(readFileSync(join(SET, `${name}.jsonl.gz`))).toString("utf8");
  return text
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line) => schema.parse(JSON.parse(line)));
}

/** A page for each call, as a model hub describes it. */
function pageOf(api: Api): string {
  const parts = Object.entries(api).filter(
    ([name]) => name !== "api_name" && name !== "description" && name !== "api_call",
  );
  const said = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value));
  return [
    `# ${api.api_name}: ${api.functionality}`,
    api.description,
    `Call: \`${api.api_call}\``,
    ...parts.map(([name, value]) => `${name.replaceAll("_", " ")}: ${said(value).replaceAll(/\s*\n\s*/gu, "; ")}`),
  ].join("\n\n");
}

/** What the set's own notation holds of a question; undefined where it cannot be read. */
function questionOf(code: string): { readonly question: string; readonly explanation: string } | undefined {
  const [, question] = /Instruction'?\s*:\s*(.+?)(?:,\s*'?Output'?\s*:|\n###\s*Output)/su.exec(code) ?? [];
  const [, quote = "'", explanation] = /'explanation':\s*(['"])(.+?)\1\s*,\s*'code'/su.exec(code) ?? [];
  if (question === undefined) return undefined;
  return {
    question: question.trim().replaceAll(/^["']|["']$/gu, ""),
    explanation: (explanation ?? "").replaceAll(`\\${quote}`, quote),
  };
}

function itemsOf(
  name: string,
  documentOf: ReadonlyMap<string, string>,
): { readonly items: readonly RaftItem[]; readonly unread: number } {
  const rows = lines(name, ROW);
  const items = rows.flatMap(({ code, api_call: call }, at): readonly RaftItem[] => {
    const asked = questionOf(code);
    const document = documentOf.get(call);
    if (asked === undefined || document === undefined) return [];
    const answer = `${asked.explanation} ${call}`.trim();
    return [
      {
        id: `${name}-${at + 1}`,
        question: asked.question,
        answer,
        sources: [document],
        quotes: [call],
        values: [call],
      },
    ];
  });
  return { items, unread: rows.length - items.length };
}

function report(rows: readonly RaftRow[], apis: ReadonlyMap<string, string>): readonly string[] {
  const part = (name: RaftRow["part"]): readonly RaftRow[] => rows.filter((row) => row.part === name);
  const sources = (some: readonly RaftRow[]): ReadonlySet<string> =>
    new Set(some.flatMap(({ example }) => example.sources ?? []));
  const [train, heldOut] = [part("train"), part("held-out")];
  const shared = [...sources(train)].filter((id) => sources(heldOut).has(id));
  const crossing = (some: readonly RaftRow[], others: readonly RaftRow[]): number =>
    some.filter(({ passages }) => passages.some(({ documentId }) => sources(others).has(documentId))).length;
  const shown = rows.filter(({ right }) => right !== undefined);
  const quoted = shown.filter(({ passages, right = 0, quote }) => passages[right - 1]?.text.includes(quote) === true);
  const telling = rows.filter(({ passages, right, quote }) =>
    passages.some(({ text }, at) => at + 1 !== right && text.includes(quote)),
  );
  const refusing = rows.filter(
    ({ example }) => messageText(example.messages.at(-1) ?? { content: "" }) === RAFT_REFUSAL,
  );
  const sizes = Map.groupBy(rows, ({ passages }) => passages.length);
  return [
    `${rows.length} rows: ${train.length} of ${sources(train).size} APIs to train on, ${heldOut.length} of ${sources(heldOut).size} APIs held out, of ${apis.size} APIs`,
    `APIs on both sides: ${shared.length}; rows that show a passage of the other side: ${crossing(train, heldOut) + crossing(heldOut, train)}`,
    `right passage shown in ${shown.length} rows (${((100 * shown.length) / rows.length).toFixed(1)} %), its quote in it word by word in ${quoted.length}; in the other ${refusing.length} the answer is a refusal`,
    `misleading passages that hold the quote: ${telling.length}`,
    `passages in a row: ${[...sizes]
      .toSorted(([one], [other]) => one - other)
      .map(([size, some]) => `${size} × ${some.length}`)
      .join(", ")}`,
    `place of the right passage: ${[1, 2, 3, 4, 5].map((place) => shown.filter(({ right }) => right === place).length).join(", ")}`,
  ];
}

async function main(): Promise<void> {
  if (!existsSync(SET)) return console.log(`skipped: ${SET} is not there`);
  const folder = mkdtempSync(join(tmpdir(), "schoolbook-raft-"));
  try {
    const documentOf = writePages(folder);
    const config = {
      sources: { apis: { kind: "folder", path: "apis", access: [{ path: "**", allow: ["public"] }] } },
    } as const;
    await using project = await openProject({ folder, config });
    await project.sync();
    const { items, unread } = itemsOf("torchhub_train", documentOf);
    console.log(`${items.length} questions read, ${unread} not (another notation, or a call without a page)`);
    const begin = performance.now();
    const made = await raftRows(project, { items, as: ["public"], settings });
    const seconds = (performance.now() - begin) / 1000;
    const again = await raftRows(project, { items, as: ["public"], settings });
    for (const line of report(made.rows, documentOf)) console.log(line);
    for (const [reason, some] of Map.groupBy(made.leftOut, (one) => one.reason))
      console.log(`left out: ${some.length} × ${reason}`);
    const isSame = JSON.stringify(again.rows) === JSON.stringify(made.rows);
    console.log(`${seconds.toFixed(1)} s; a second time the same rows: ${isSame}`);
    for (const line of await checkRows(made.rows, documentOf)) console.log(line);
    for (const { example } of made.rows.slice(0, Number(values.show)))
      console.log(example.messages.map((one) => `--- ${one.role}\n${messageText(one)}`).join("\n"));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const settings = {
  ...RAFT_DEFAULTS,
  distractors: Number(values.distractors),
  withRight: Number(values.right),
  heldOut: Number(values["held-out"]),
  seed: Number(values.seed),
};

/** A page for each entry; should a call stand in the set twice, its first page is the one that is asked about. */
function writePages(folder: string): ReadonlyMap<string, string> {
  const apis = lines("torchhub_api", API);
  mkdirSync(join(folder, "apis"));
  const documentOf = new Map<string, string>();
  for (const [at, api] of apis.entries()) {
    writeFileSync(join(folder, "apis", `${at + 1}.md`), pageOf(api));
    if (!documentOf.has(api.api_call)) documentOf.set(api.api_call, `apis:${at + 1}.md`);
  }
  console.log(`${apis.length} pages of ${documentOf.size} calls`);
  return documentOf;
}

/** The set's own exam asks about the very calls that it trains on; a check has to say so. */
async function checkRows(
  rows: readonly RaftRow[],
  documentOf: ReadonlyMap<string, string>,
): Promise<readonly string[]> {
  const examples = rows.filter((row) => row.part === "train").map(({ example }) => example);
  const { items } = itemsOf("torchhub_eval", documentOf);
  const { findings } = await checkExamples({
    imported: { examples, lines: examples.map((_, at) => at + 1), leftOut: [] },
    exam: items.map(({ id, question, sources }) => ({ id, question, sources })),
  });
  return [...Map.groupBy(findings, ({ kind }) => kind)].map(
    ([kind, some]) => `check: ${some.length} × ${kind}, such as: ${some[0]?.message}`,
  );
}

await main();
