// What a perfect sync would embed, found out from the texts alone: the passages whose text the old state does not have.
import { chunkDocument } from "../../src/library/chunk/chunk-document.ts";
import { embedText } from "../../src/library/index/index-document.ts";
import type { Pages } from "./history.ts";
import type { ParsePage } from "./pipeline.ts";

export type PassageTexts = {
  /** The passage as it stands in the page. */
  readonly text: string;
  /** The same with the headings above it, as it is embedded. */
  readonly embedded: string;
};

export type PassageLedger = {
  /** Takes the pages after a commit and says which passages are new. */
  readonly advance: (pages: Pages) => Promise<LedgerStep>;
};

export type LedgerStep = {
  /** Distinct passage texts that no page had before. */
  readonly changed: number;
  /** All passages of the pages that changed: what re-embedding whole pages would cost. */
  readonly inChangedPages: number;
  /** What is embedded of each passage before this commit. */
  readonly embeddedBefore: ReadonlySet<string>;
  readonly passages: number;
};

/** Follows the pages through the commits, cutting each distinct text once. */
export function createPassageLedger(parse: ParsePage): PassageLedger {
  const cut = new Map<string, readonly PassageTexts[]>();
  let before: Pages = new Map();
  let known: ReadonlySet<string> = new Set();
  let embedded: ReadonlySet<string> = new Set();

  const passagesOf = async (path: string, text: string): Promise<readonly PassageTexts[]> => {
    const key = `${path}\n${text}`;
    const passages = cut.get(key) ?? (await cutPage(path, text, parse));
    cut.set(key, passages);
    return passages;
  };
  return {
    advance: async (pages) => {
      const [texts, embeddedNow] = [new Set<string>(), new Set<string>()];
      let [inChangedPages, total] = [0, 0];
      for (const [path, text] of pages) {
        const passages = await passagesOf(path, text);
        total += passages.length;
        if (before.get(path) !== text) inChangedPages += passages.length;
        for (const passage of passages) {
          texts.add(passage.text);
          embeddedNow.add(passage.embedded);
        }
      }
      const step = {
        changed: texts.difference(known).size,
        inChangedPages,
        embeddedBefore: embedded,
        passages: total,
      };
      for (const [path, text] of before) if (pages.get(path) !== text) cut.delete(`${path}\n${text}`);
      [before, known, embedded] = [pages, texts, embeddedNow];
      return step;
    },
  };
}

async function cutPage(path: string, text: string, parse: ParsePage): Promise<readonly PassageTexts[]> {
  const parsed = await parse(path, text);
  return chunkDocument(parsed).map((passage) => ({
    text: parsed.text.slice(passage.start, passage.end),
    embedded: embedText(passage, parsed.text),
  }));
}
