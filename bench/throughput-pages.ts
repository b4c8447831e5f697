// Generated Markdown pages with headings, prose, lists, tables and code: the same seed gives the same pages.
import { seededRandom } from "../src/core/runtime.ts";

const SYLLABLES = "ka ro mi ten dal ver su lin por ast ing ment tion ex con pre form ser vi ta ble ri no qua".split(
  " ",
);
const COMMON = "the of a to and in is for with on that by it as from this be are or can not each when".split(" ");
const VOCABULARY = 20_000;
const COMMON_SHARE = 0.45;

export type PageMaker = (index: number) => string;

/** Makes page after page of about `length` characters. */
export function createPageMaker(seed: number, length: number): PageMaker {
  const words = makeVocabulary(seededRandom(seed));
  return (index) => new PageWriter(words, seededRandom(seed + 1 + index)).page(index, length);
}

function makeVocabulary(random: () => number): string[] {
  return Array.from({ length: VOCABULARY }, () => {
    const count = 1 + Math.floor(random() * 3.5);
    return Array.from({ length: count }, () => SYLLABLES[Math.floor(random() * SYLLABLES.length)] ?? "").join("");
  });
}

class PageWriter {
  readonly #words: readonly string[];
  readonly #random: () => number;

  constructor(words: readonly string[], random: () => number) {
    this.#words = words;
    this.#random = random;
  }

  page(index: number, length: number): string {
    const parts = [`---\ntitle: ${this.#title()}\nnumber: ${index}\n---\n`, `# ${this.#title()}\n`];
    let written = 0;
    while (written < length) {
      const block = this.#block();
      parts.push(block);
      written += block.length + 1;
    }
    return parts.join("\n");
  }

  #block(): string {
    const kind = this.#random();
    if (kind < 0.14) return `## ${this.#title()}\n`;
    if (kind < 0.22) return `### ${this.#title()}\n`;
    if (kind < 0.34) return this.#list();
    if (kind < 0.42) return this.#table();
    if (kind < 0.52) return this.#code();
    return this.#paragraph();
  }

  #below(limit: number): number {
    return Math.floor(this.#random() * limit);
  }

  #word(): string {
    if (this.#random() < COMMON_SHARE) return COMMON[this.#below(COMMON.length)] ?? "";
    return this.#words[Math.floor(this.#random() ** 3 * this.#words.length)] ?? "";
  }

  #phrase(count: number): string {
    return Array.from({ length: count }, () => this.#word()).join(" ");
  }

  #title(): string {
    const phrase = this.#phrase(2 + this.#below(4));
    return phrase.charAt(0).toUpperCase() + phrase.slice(1);
  }

  #sentence(): string {
    const phrase = this.#title();
    const detail = this.#random() < 0.15 ? ` \`${this.#word()}_${this.#word()}\`` : "";
    const link = this.#random() < 0.05 ? ` [${this.#phrase(2)}](./${this.#word()}.md)` : "";
    return `${phrase} ${this.#phrase(4 + this.#below(14))}${detail}${link}.`;
  }

  #paragraph(): string {
    const text = Array.from({ length: 2 + this.#below(5) }, () => this.#sentence()).join(" ");
    return `${this.#random() < 0.5 ? text : text.replaceAll(/(.{70}\S*) /g, "$1\n")}\n`;
  }

  #list(): string {
    const mark = this.#random() < 0.3 ? "1." : "-";
    return `${Array.from({ length: 3 + this.#below(7) }, () => `${mark} ${this.#sentence()}`).join("\n")}\n`;
  }

  #table(): string {
    const rows = Array.from(
      { length: 3 + this.#below(12) },
      () => `| ${this.#word()} | ${this.#phrase(3)} | ${this.#below(10_000)} |`,
    );
    return `| Name | Meaning | Value |\n| --- | --- | ---: |\n${rows.join("\n")}\n`;
  }

  #code(): string {
    const lines = Array.from(
      { length: 3 + this.#below(15) },
      () => `  const ${this.#word()}${this.#below(100)} = ${this.#word()}(${this.#below(1000)}, "${this.#word()}");`,
    );
    return `\`\`\`js\nfunction ${this.#word()}${this.#below(1000)}() {\n${lines.join("\n")}\n}\n\`\`\`\n`;
  }
}
