// Customers' messages and their intents as training rows, brought in by the product's own import, and parted by a seed.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { importSet } from "../../../src/app/school/import-set.ts";
import { readSetFile } from "../../../src/app/school/set-file.ts";
import { seededRandom } from "../../../src/core/runtime.ts";
import { askedText, learntText } from "../../../src/school/examples/message-text.ts";
import type { TrainExample } from "../../../src/spec/training.ts";
import { type LabelledText, readBanking } from "../../ranking/data-sets.ts";

/** A CSV as a team has it, through `school import`; what comes back is what a training run would be given. */
export function importRows(split: "train" | "test", folder: string): readonly LabelledText[] {
  mkdirSync(folder, { recursive: true });
  const [csv, to] = [join(folder, `${split}.csv`), join(folder, `${split}.jsonl`)];
  const cell = (text: string): string => `"${text.replaceAll('"', '""')}"`;
  const lines = readBanking(split).map(({ text, label }) => `${cell(text)},${cell(label)}\n`);
  writeFileSync(csv, `text,category\n${lines.join("")}`);
  const { rows, leftOut } = importSet({ from: [csv], to, allow: ["public"], force: true });
  console.log(`${split}: ${lines.length} lines, ${rows} rows, ${leftOut.length} left out`);
  return readSetFile(to, { acl: [] }).examples.map((row) => ({ text: askedText(row), label: learntText(row) }));
}

/** The reply is the label as JSON: the very tokens that a schema with an `enum` lets through. */
export function exampleOf({ text, label }: LabelledText): TrainExample {
  return {
    messages: [
      { role: "user", content: text },
      { role: "assistant", content: JSON.stringify(label) },
    ],
    weight: 1,
    acl: ["public"],
  };
}

export function shuffledRows<Row>(rows: readonly Row[], seed: number): readonly Row[] {
  const random = seededRandom(seed);
  return rows
    .map((row) => ({ row, rank: random() }))
    .toSorted((one, other) => one.rank - other.rank)
    .map(({ row }) => row);
}

/** So many rows of each label, and the others. */
export function drawPerLabel(rows: readonly LabelledText[], count: number, seed: number) {
  const drawn = new Set(
    [...Map.groupBy(shuffledRows(rows, seed), ({ label }) => label).values()].flatMap((own) => own.slice(0, count)),
  );
  return { drawn: rows.filter((row) => drawn.has(row)), rest: rows.filter((row) => !drawn.has(row)) };
}
