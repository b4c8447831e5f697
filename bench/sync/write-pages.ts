// Writes a seeded wiki of Markdown pages to a folder: headings, prose, lists, tables, code.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { seededRandom } from "../../src/core/runtime.ts";

export type PageOptions = {
  readonly folder: string;
  readonly pages: number;
  readonly bytesPerPage: number;
  readonly seed?: number;
};

const SYLLABLES = "ba ce di fo gu ka le mi no pu ra se ti vo zu sha tre plo qui wen".split(" ");
const VOCABULARY = 30_000;

/** Returns the bytes written. */
export function writePages({ folder, pages, bytesPerPage, seed = 1 }: PageOptions): number {
  const random = seededRandom(seed);
  let bytes = 0;
  for (let page = 0; page < pages; page += 1) {
    const directory = join(folder, `area-${page % 100}`);
    mkdirSync(directory, { recursive: true });
    const text = pageText(page, bytesPerPage, random);
    writeFileSync(join(directory, `page-${page}.md`), text);
    bytes += text.length;
  }
  return bytes;
}

export function pageText(page: number, bytes: number, random: () => number): string {
  const blocks = [`# Page ${page}: ${words(4, random)}`];
  for (let length = 0; length < bytes;) {
    const block =
      [section, paragraph, paragraph, paragraph, list, table, code][Math.floor(random() * 7)]?.(random) ?? "";
    blocks.push(block);
    length += block.length + 2;
  }
  return `${blocks.join("\n\n")}\n`;
}

const section = (random: () => number): string => `${random() < 0.5 ? "##" : "###"} ${words(4, random)}`;
const paragraph = (random: () => number): string =>
  Array.from({ length: 3 + Math.floor(random() * 4) }, () => `${capital(words(14, random))}.`).join(" ");
const list = (random: () => number): string => Array.from({ length: 5 }, () => `- ${words(9, random)}`).join("\n");
const table = (random: () => number): string =>
  [
    "| name | value | note |",
    "|---|---|---|",
    ...Array.from({ length: 6 }, () => `| ${words(2, random)} | ${words(1, random)} | ${words(5, random)} |`),
  ].join("\n");
const code = (random: () => number): string =>
  [
    "```js",
    ...Array.from({ length: 6 }, () => `const ${word(random)} = ${word(random)}("${words(2, random)}");`),
    "```",
  ].join("\n");

function words(count: number, random: () => number): string {
  return Array.from({ length: count }, () => word(random)).join(" ");
}

/** Zipf-like: the rank is exponential in a uniform number. */
function word(random: () => number): string {
  let rank = Math.floor(VOCABULARY ** random());
  let text = "";
  do {
    text += SYLLABLES[rank % 20] ?? "";
    rank = Math.floor(rank / 20);
  } while (rank > 0);
  return text;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
