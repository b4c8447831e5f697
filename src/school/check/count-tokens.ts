// What of the rows a trainer would learn: tokens by the base's own tokenizer and template, ends that are cut off, ends that are learnt.
import type { TrainExample } from "../../spec/training.ts";
import { type MarkedChat, type MarkedTurn, markChat } from "../../weights/mark-chat.ts";
import type { BaseText } from "../../weights/open-base-text.ts";
import { isLearnt, messageText } from "../examples/message-text.ts";
import { type Finding, linesText } from "./finding.ts";
import type { PreparedRow } from "./prepare-rows.ts";

export type TokenCount = {
  readonly base: string;
  readonly templateHash: string;
  readonly exactTemplate: boolean;
  readonly maxTokens: number;
  readonly tokens: number;
  /** Tokens that are learnt of rows that are cut where they are too long. */
  readonly learnt: number;
  /** Of whole rows; the length that all but one in a hundred stay below, and the longest. */
  readonly median: number;
  readonly percentile99: number;
  readonly longest: number;
  /** Rows that lose the end of what is to be learnt. */
  readonly endCutOff: number;
  /** Rows of which nothing is left to learn. */
  readonly nothingLearnt: number;
  readonly endOfTurn: EndOfTurn;
};

/** Whether a trained model would learn to stop. */
export type EndOfTurn =
  | { readonly trained: true; readonly token: string; readonly id: number }
  | { readonly trained: false; readonly reason: string };

export type Counting = { readonly base: BaseText; readonly maxTokens: number };

export function turnsOf({ messages }: Pick<TrainExample, "messages">): readonly MarkedTurn[] {
  return messages.map((message) => ({ role: message.role, text: messageText(message), learnt: isLearnt(message) }));
}

export function countTokens(
  rows: readonly PreparedRow[],
  { base, maxTokens }: Counting,
): { readonly count: TokenCount; readonly findings: readonly Finding[] } {
  const lengths: number[] = [];
  const [cut, empty]: [number[], number[]] = [[], []];
  let learnt = 0;
  let untrained: string | undefined;
  const end = endTokenOf(base);
  for (const { example, line } of rows) {
    const chat = markChat(turnsOf(example), base.family, base.tokenizer);
    const kept = learntWithin(chat, maxTokens);
    lengths.push(chat.ids.length);
    learnt += kept;
    if (kept === 0) empty.push(line);
    else if (chat.learnt.lastIndexOf(1) >= maxTokens) cut.push(line);
    if (typeof end === "number") untrained ??= missingEnd(chat, end);
  }
  const endOfTurn: EndOfTurn =
    typeof end === "string"
      ? { trained: false, reason: end }
      : untrained === undefined
        ? { trained: true, token: base.family.endOfReply, id: end }
        : { trained: false, reason: untrained };
  const sorted = lengths.toSorted((one, other) => one - other);
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
  const count: TokenCount = {
    base: base.name,
    templateHash: base.templateHash,
    exactTemplate: base.exactTemplate,
    maxTokens,
    tokens: lengths.reduce((sum, length) => sum + Math.min(length, maxTokens), 0),
    learnt,
    median: at(0.5),
    percentile99: at(0.99),
    longest: sorted.at(-1) ?? 0,
    endCutOff: cut.length,
    nothingLearnt: empty.length,
    endOfTurn,
  };
  return { count, findings: tokenFindings({ cut, empty, count, rows: rows.length }) };
}

function learntWithin({ learnt }: MarkedChat, maxTokens: number): number {
  let count = 0;
  for (const mark of learnt.subarray(0, maxTokens)) count += mark;
  return count;
}

/** The id at which a server stops and a reply ends, or why there is none that can be learnt. */
export function endTokenOf({ family, tokenizer, endIds, padId }: BaseText): number | string {
  const [id, ...more] = tokenizer.encode(family.endOfReply, "parse");
  if (id === undefined || more.length > 0) return `${family.endOfReply} is no single token of the tokenizer`;
  if (!endIds.includes(id))
    return `servers do not stop at ${family.endOfReply}: config.json names ${endIds.join(", ") || "no id"}`;
  if (id === padId) return `${family.endOfReply} is the padding too, which trainers do not learn`;
  return id;
}

/** Every run of learnt tokens has to end with the mark that ends a reply. */
function missingEnd({ ids, learnt }: MarkedChat, end: number): string | undefined {
  for (let at = 0; at < ids.length; at += 1)
    if (learnt[at] === 1 && learnt[at + 1] !== 1 && ids[at] !== end) return "a reply does not end with its mark";
  return undefined;
}

type Cutting = {
  readonly cut: readonly number[];
  readonly empty: readonly number[];
  readonly count: TokenCount;
  readonly rows: number;
};

function tokenFindings({ cut, empty, count, rows }: Cutting): readonly Finding[] {
  const { endOfTurn, maxTokens, longest } = count;
  const findings: Finding[] = [];
  if (empty.length > 0)
    findings.push({
      kind: "nothing-learnt",
      severity: "error",
      lines: empty,
      message: `of ${linesText(empty)} nothing is left to learn within ${maxTokens} tokens`,
      remedy: "shorten what stands before the reply, or allow more tokens",
    });
  if (cut.length > 0)
    findings.push({
      kind: "end-cut-off",
      severity: "error",
      lines: cut,
      message: `${linesText(cut)} ${cut.length === 1 ? "loses its" : "lose their"} end at ${maxTokens} tokens (${((100 * cut.length) / rows).toFixed(1)} % of the rows), which teaches not to stop`,
      remedy: `allow ${longest} tokens, or leave such rows out`,
    });
  if (!endOfTurn.trained)
    findings.push({
      kind: "end-not-trained",
      severity: "error",
      lines: [],
      message: `a model trained on this base would not learn to stop: ${endOfTurn.reason}`,
      remedy: "correct the tokenizer's or the model's files before training",
    });
  return findings;
}
