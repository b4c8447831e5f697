// RAFT rows (arXiv 2403.10131): a question, its right passage among misleading ones, and an answer that quotes what it read.
import { setImmediate as breathe } from "node:timers/promises";

import { hashParts } from "../../core/hash.ts";
import { seededRandom } from "../../core/runtime.ts";
import type { Principals } from "../../spec/access.ts";
import type { TrainExample } from "../../spec/training.ts";
import { splitExamples } from "../check/split-examples.ts";
import { inheritAccess } from "../inherit-access.ts";
import { misleadingPassages, rightPassage, type RightPassage } from "./choose-passages.ts";
import type { AbsentPolicy, RaftItem, RaftPassage, RaftShelf, WriteAnswer, WriteReadingPrompt } from "./raft-item.ts";

export type RaftOptions = {
  readonly items: readonly RaftItem[];
  readonly shelf: RaftShelf;
  /** For whom the rows are made: nothing that they may not read is shown. */
  readonly principals: Principals;
  readonly writePrompt: WriteReadingPrompt;
  readonly writeAnswer: WriteAnswer;
  /** Misleading passages in a row; the paper takes 4. */
  readonly distractors: number;
  /** Share of rows that show the right passage; the paper takes 0.8. */
  readonly withRight: number;
  /** What the others say. */
  readonly absent: AbsentPolicy;
  readonly refusal: string;
  readonly seed: number;
  /** Share of the documents whose questions are held out. */
  readonly heldOut: number;
  readonly signal?: AbortSignal | undefined;
};

export type RaftRow = {
  readonly item: string;
  readonly part: "train" | "held-out";
  readonly example: TrainExample;
  readonly passages: readonly RaftPassage[];
  /** Its number in the prompt; undefined where it is not shown. */
  readonly right: number | undefined;
  readonly quote: string;
};

export type RaftRows = {
  readonly rows: readonly RaftRow[];
  readonly leftOut: readonly { readonly item: string; readonly reason: string }[];
};

/** The same options give the same rows. Passages of one part's documents are never shown in the other. */
export async function buildRaftRows(options: RaftOptions): Promise<RaftRows> {
  const { items, shelf, principals, signal } = options;
  const leftOut: { readonly item: string; readonly reason: string }[] = [];
  const usable: { readonly item: RaftItem; readonly right: RightPassage }[] = [];
  for (const item of items) {
    await mayGoOn(signal);
    const right = await rightPassage(item, shelf, principals);
    if (typeof right === "string") leftOut.push({ item: item.id, reason: right });
    else usable.push({ item, right });
  }
  const partOf = splitBySource(
    usable.map(({ item }) => item),
    options,
  );
  const rows: RaftRow[] = [];
  for (const { item, right } of usable) {
    await mayGoOn(signal);
    const row = await buildRow(item, right, { ...options, partOf });
    if (typeof row === "string") leftOut.push({ item: item.id, reason: row });
    else rows.push(row);
  }
  return { rows, leftOut };
}

/** Whoever wants it to stop has to be heard first, and a search leaves no pause for that. */
async function mayGoOn(signal: AbortSignal | undefined): Promise<void> {
  if (signal === undefined) return;
  await breathe();
  signal.throwIfAborted();
}

type Parts = (documentId: string) => RaftRow["part"] | undefined;

/** Documents that one question needs stay together; those that no question asks about may be shown anywhere. */
function splitBySource(items: readonly RaftItem[], { heldOut, seed }: RaftOptions): Parts {
  const examples = items.map(({ question, sources }) => ({
    messages: [{ role: "user" as const, content: question }],
    weight: 1,
    acl: [],
    sources,
  }));
  const split = splitExamples(examples, { heldOut, seed });
  const parts = new Map<string, RaftRow["part"]>();
  for (const at of split.train) for (const id of items[at]?.sources ?? []) parts.set(id, "train");
  for (const at of split.heldOut) for (const id of items[at]?.sources ?? []) parts.set(id, "held-out");
  return (id) => parts.get(id);
}

async function buildRow(
  item: RaftItem,
  right: RightPassage,
  options: RaftOptions & { readonly partOf: Parts },
): Promise<RaftRow | string> {
  const { shelf, principals, distractors, seed, partOf, writePrompt } = options;
  const part = partOf(item.sources[0] ?? "") ?? "train";
  const misleading = await misleadingPassages(item, shelf, {
    right,
    count: distractors + 1,
    principals,
    mayShow: (id) => (partOf(id) ?? part) === part,
  });
  // why: drawn by the item's own name, so that a row stays the same when others come or go.
  const random = seededRandom(Number.parseInt(hashParts([String(seed), item.id, item.question]).slice(0, 8), 16));
  const showsRight = random() < options.withRight;
  if (misleading.length === 0 && !showsRight) return "nothing else was found to show in place of the right passage";
  // why: a row without the right passage shows one more of the others, so that their number tells nothing.
  const shown = shuffle(
    [...(showsRight ? [right.passage] : []), ...misleading.slice(0, distractors + (showsRight ? 0 : 1))],
    random,
  );
  const place = shown.indexOf(right.passage);
  const number = place < 0 ? undefined : place + 1;
  if (number !== undefined && shown[number - 1]?.text.includes(right.quote) !== true)
    return "its quote does not stand in the passage that is shown";
  return {
    item: item.id,
    part,
    passages: shown,
    right: number,
    quote: right.quote,
    example: {
      messages: [
        ...writePrompt(shown, item.question),
        { role: "assistant", content: replyOf(item, { right, number, options }) },
      ],
      weight: 1,
      acl: inheritAccess([right.passage.acl, ...shown.map(({ acl }) => acl)]).acl,
      sources: item.sources,
      tags: [...(item.tags ?? []), number === undefined ? `raft-absent-${options.absent}` : "raft", part],
    },
  };
}

type Replying = { readonly right: RightPassage; readonly number: number | undefined; readonly options: RaftOptions };

function replyOf({ answer }: RaftItem, { right, number, options }: Replying): string {
  const { absent, refusal, writeAnswer } = options;
  if (number !== undefined) return writeAnswer({ answer, cited: { quote: right.quote, number } });
  return absent === "refuse" ? refusal : writeAnswer({ answer, cited: undefined });
}

function shuffle<Item>(items: readonly Item[], random: () => number): readonly Item[] {
  return items
    .map((item) => ({ item, rank: random() }))
    .toSorted((one, other) => one.rank - other.rank)
    .map(({ item }) => item);
}
