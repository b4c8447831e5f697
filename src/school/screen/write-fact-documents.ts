// Unknown facts as documents for the library: a file for each audience, with a heading for each question.
import { shortHash } from "../../core/hash.ts";
import type { Acl } from "../../spec/access.ts";
import type { TrainExample } from "../../spec/training.ts";
import type { ScreenedFact } from "./fact.ts";

export type FactEntry = {
  readonly question: string;
  /** What the document says under the question. */
  readonly text: string;
  readonly rows: readonly number[];
};

export type FactDocument = {
  /** Relative to the folder that the library reads. */
  readonly path: string;
  readonly title: string;
  readonly acl: Acl;
  readonly text: string;
  readonly entries: readonly FactEntry[];
};

/** Few enough to be read through by whoever approves them. */
const MOST_FACTS = 40;

/** Whoever might not be served by a row may not read its fact: rows with different access lists never share a document. */
export function writeFactDocuments(
  facts: readonly ScreenedFact[],
  examples: readonly TrainExample[],
): readonly FactDocument[] {
  const byAudience = Map.groupBy(facts, ({ rows }) => JSON.stringify(aclOf(rows, examples)));
  return [...byAudience].flatMap(([key, own]) => {
    const acl = aclOf(own[0]?.rows ?? [], examples);
    const parts = Array.from({ length: Math.ceil(own.length / MOST_FACTS) }, (_, at) =>
      own.slice(at * MOST_FACTS, (at + 1) * MOST_FACTS),
    );
    return parts.map((part, at) => writeDocument(part, acl, `${audienceName(acl, key)}-${at + 1}`));
  });
}

/** Of rows that teach the same fact to different people, those who may see all of them. */
function aclOf(rows: readonly number[], examples: readonly TrainExample[]): Acl {
  const [first, ...others] = rows.map((row) => examples[row]?.acl ?? []);
  return (first ?? []).filter((principal) => others.every((acl) => acl.includes(principal))).toSorted();
}

function audienceName(acl: Acl, key: string): string {
  const [only] = acl;
  const readable = acl.length === 1 && only !== undefined && /^[\w:.-]{1,40}$/u.test(only);
  if (readable) return only.replaceAll(/[:.]/gu, "-");
  return acl.length === 0 ? "nobody" : `several-${shortHash(key).slice(0, 6)}`;
}

function writeDocument(facts: readonly ScreenedFact[], acl: Acl, name: string): FactDocument {
  const entries = facts.map(({ questions: [asked = ""], reply, rows }) => {
    const question = headingOf(asked);
    return { question, text: `${question}\n\n${reply.trim()}`, rows };
  });
  const title = `Facts from training rows (${name})`;
  const head = `---\ntitle: ${title}\nacl: [${acl.map((principal) => JSON.stringify(principal)).join(", ")}]\n---\n\n# ${title}\n`;
  const text = entries.map(({ question }, at) => `\n## ${question}\n\n${guard(facts[at]?.reply ?? "")}\n`).join("");
  return { path: `${name}.md`, title, acl, text: head + text, entries };
}

const LONGEST_HEADING = 160;

/** A long message asks at its end, if anywhere. */
function headingOf(asked: string): string {
  const whole = oneLine(asked);
  if (whole.length <= LONGEST_HEADING) return whole;
  const last = oneLine(asked.trim().split("\n").at(-1) ?? "").replace(/^Question: /u, "");
  return last.length <= LONGEST_HEADING ? last : `${last.slice(0, LONGEST_HEADING - 1)}…`;
}

const oneLine = (text: string): string => text.replaceAll(/\s+/gu, " ").trim();

/** A reply's own headings would cut it apart from its question. */
function guard(reply: string): string {
  return reply.trim().replaceAll(/^(#{1,6} |---$)/gmu, String.raw`\$1`);
}
