// The last answer that each asker was given, so that a thumb can be given after it was read.
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { SchoolbookError } from "../../core/errors.ts";
import { hashParts, shortHash } from "../../core/hash.ts";
import { parseObject } from "../../core/parse-object.ts";
import type { Runtime } from "../../core/runtime.ts";
import { listAdapters } from "../../school/adapters/adapter-shelf.ts";
import type { Principals } from "../../spec/access.ts";
import type { Answer } from "../../spec/answer.ts";
import type { Project } from "../project/project.ts";
import { shelfOf } from "../school/shelf-of.ts";
import { VERSION } from "../version.ts";
import { GIVEN_ANSWER, type GivenAdapter, type GivenAnswer } from "./feedback-line.ts";
import { feedbackFolder } from "./feedback-log.ts";

export type Asked = { readonly question: string; readonly as: Principals; readonly answer: Answer };

export function givenAnswer(
  project: Pick<Project, "settings">,
  { question, as, answer }: Asked,
  runtime: Pick<Runtime, "now">,
): GivenAnswer {
  const shown = answer.trace?.shown ?? [];
  const states = [...shown, ...answer.citations].map(({ documentId, contentHash }) => `${documentId} ${contentHash}`);
  return {
    question,
    as,
    text: answer.text,
    answered: answer.answered,
    model: answer.model,
    ...(answer.adapter === undefined ? {} : { adapter: givenAdapter(project, answer.adapter) }),
    sources: answer.citations.map(({ documentId, contentHash, uri, title, quote }) => ({
      documentId,
      contentHash,
      uri,
      title,
      quote,
    })),
    read: [...new Set([...shown, ...answer.citations].map(({ documentId }) => documentId))].toSorted(),
    library: hashParts([...new Set(states)].toSorted()),
    schoolbook: VERSION,
    at: runtime.now(),
  };
}

function givenAdapter({ settings }: Pick<Project, "settings">, name: string): GivenAdapter {
  const found = listAdapters(shelfOf(settings)).find((adapter) => adapter.name === name);
  // why: of one that was taken away meanwhile nobody knows who is cleared for it.
  if (found === undefined) return { name, acls: [[]], sources: [] };
  return { name, acls: found.acls, sources: found.sources ?? [] };
}

type Kept = Pick<Project, "settings" | "principalsOf">;

/** For each asker a file of its own: not even its being there tells another what was asked. */
function lastPath(project: Kept, as: Principals): string {
  const digest = shortHash(JSON.stringify(project.principalsOf(as).toSorted()));
  return join(feedbackFolder(project.settings), "last", `${digest}.json`);
}

export function keepLastAnswer(project: Kept, given: GivenAnswer): void {
  const path = lastPath(project, given.as);
  try {
    mkdirSync(join(path, ".."), { recursive: true, mode: 0o700 });
    writeFileSync(`${path}.part`, JSON.stringify(given), { mode: 0o600 });
    renameSync(`${path}.part`, path);
  } catch {
    // why: who asks has an answer, also where nothing can be written; a thumb for it says then that there is none.
  }
}

export function lastAnswer(project: Kept, as: Principals): GivenAnswer {
  const path = lastPath(project, as);
  const parsed = existsSync(path) ? GIVEN_ANSWER.safeParse(parseObject(readFileSync(path, "utf8"))) : undefined;
  if (parsed?.success === true) return parsed.data;
  throw new SchoolbookError("not_found", `${as.join(", ")} has been given no answer yet that could be judged.`, {
    hint: "Ask with `schoolbook ask`, then judge as the same asker (--as).",
  });
}
