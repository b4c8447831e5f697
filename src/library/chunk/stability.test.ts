import { expect, test } from "vitest";

import { seededRandom } from "../../core/runtime.ts";
import type { TextFormat } from "../../spec/document.ts";
import { chunkDocument } from "./chunk-document.ts";

const random = seededRandom(20);
const WORDS = "time data store page group value list order note field index query point answer server client".split(
  " ",
);

function sentence(least = 6, spread = 20): string {
  const words = Array.from({ length: least + Math.floor(random() * spread) }, () =>
    random() < 0.1 ? `${Math.floor(random() * 1000)}` : (WORDS[Math.floor(random() * WORDS.length)] ?? ""),
  );
  return `${words.join(" ")}.`;
}

function many(count: number, separator: string, make: (index: number) => string): string {
  return Array.from({ length: count }, (_, index) => make(index)).join(separator);
}

type Case = {
  readonly name: string;
  readonly format: TextFormat;
  readonly separator: string;
  readonly text: string;
  readonly inserted: string;
};

const CASES: readonly Case[] = [
  {
    name: "paragraphs",
    format: "markdown",
    separator: "\n\n",
    text: many(1500, "\n\n", () => many(1 + Math.floor(random() * 5), " ", () => sentence())),
    inserted: "One more paragraph, which nobody expected. It has two sentences.",
  },
  {
    name: "lines of a log",
    format: "text",
    separator: "\n",
    text: many(100_000, "\n", (index) => `2026-01-01T00:${index % 60} INFO ${sentence(4, 8)}`),
    inserted: "2026-01-01T00:61 WARN something else happened here",
  },
  {
    name: "sentences of one paragraph",
    format: "text",
    separator: " ",
    text: many(6000, " ", () => sentence()),
    inserted: "Nobody expected this sentence.",
  },
  {
    name: "items all alike",
    format: "markdown",
    separator: "\n",
    text: many(6000, "\n", (index) => `- item ${100_000 + index * 7} ${WORDS[index % WORDS.length]}`),
    inserted: "- item 7 data",
  },
  {
    name: "rows",
    format: "table",
    separator: "\n",
    text: `name,meaning\n${many(6000, "\n", (index) => `${index},${sentence(3, 6)}`)}`,
    inserted: "7,seven",
  },
  {
    name: "tiny sections",
    format: "markdown",
    separator: "\n\n",
    text: many(3000, "\n\n", (index) => `## Term ${index}\n\n${sentence(3, 8)}`),
    inserted: "## One more\n\nIt means nothing.",
  },
  {
    name: "definitions",
    format: "code",
    separator: "\n\n",
    text: many(
      800,
      "\n\n",
      (index) => `function f${index}() {\n${many(2 + (index % 9), "\n", () => `  ${sentence(3, 3)}`)}\n}`,
    ),
    inserted: "function more() {\n  return 1;\n}",
  },
  {
    name: "text without spaces",
    format: "text",
    separator: "",
    text: many(200_000, "", () => Math.floor(random() * 36).toString(36)),
    inserted: "0123456789",
  },
];

function hashes(text: string, format: TextFormat): readonly string[] {
  return chunkDocument({ text, format, landmarks: [], title: "" }).map((passage) => passage.hash);
}

/** Passages that would have to be embedded again after the insertion. */
function changedBy({ text, format, separator, inserted }: Case, near: number, known: ReadonlySet<string>): number {
  const found = near === 0 && format !== "table" ? 0 : text.indexOf(separator, near) + separator.length;
  const changed = `${text.slice(0, found)}${inserted}${separator}${text.slice(found)}`;
  return hashes(changed, format).filter((hash) => !known.has(hash)).length;
}

test.each(CASES)("an insertion changes only its own neighbourhood: $name", (sample) => {
  const all = hashes(sample.text, sample.format);
  const known = new Set(all);
  const places = [0, 0.13, 0.29, 0.5, 0.77].map((share) => Math.floor(share * sample.text.length));
  const counts = places.map((place) => changedBy(sample, place, known));
  expect(all.length).toBeGreaterThan(200);
  expect(Math.max(...counts)).toBeLessThanOrEqual(16);
  expect(counts.reduce((sum, count) => sum + count, 0) / counts.length).toBeLessThanOrEqual(8);
});

test("a changed word changes one passage of its section and none of another", () => {
  const text = many(
    40,
    "\n\n",
    (index) => `## Part ${index}\n\n${many(3, "\n\n", () => many(4, " ", () => sentence()))}`,
  );
  const known = new Set(hashes(text, "markdown"));
  const middle = text.indexOf(" ", Math.floor(text.length / 2));
  const changed = `${text.slice(0, middle)} new${text.slice(middle)}`;
  expect(hashes(changed, "markdown").filter((hash) => !known.has(hash)).length).toBeLessThanOrEqual(2);
});
