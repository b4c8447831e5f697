// The right passage of a question and those that mislead: near to it in the search, without its answer, open to the same people.
import type { Acl, Principals } from "../../spec/access.ts";
import { plainText, plainWords } from "../plain-words.ts";
import { valuesOf } from "../screen/find-facts.ts";
import type { RaftItem, RaftPassage, RaftShelf } from "./raft-item.ts";

export type RightPassage = { readonly passage: RaftPassage; readonly quote: string };

/** The passage that holds a quote, or the words of the answer; or why there is none. */
export async function rightPassage(
  item: RaftItem,
  shelf: RaftShelf,
  principals: Principals,
): Promise<RightPassage | string> {
  if (item.sources.length === 0) return "it is not said which document answers it";
  const passages = (
    await Promise.all(item.sources.map(async (id) => shelf.passagesOf(id, { question: item.question, principals })))
  ).flat();
  if (passages.length === 0) return `${item.sources.join(", ")} is not there, or may not be read`;
  for (const quote of item.quotes ?? []) {
    const passage = passages.find(({ text }) => text.includes(quote));
    if (passage !== undefined) return { passage, quote };
  }
  if ((item.quotes ?? []).length > 0) return "no passage of its documents holds the quote word by word";
  return bestSentence(item, passages) ?? "no sentence of its documents holds the answer";
}

/** The sentence with all values of the answer and most of its words. */
function bestSentence(item: RaftItem, passages: readonly RaftPassage[]): RightPassage | undefined {
  const tells = tellsAnswer(item);
  const words = new Set(plainWords(`${item.question} ${item.answer}`));
  let best: (RightPassage & { readonly score: number }) | undefined;
  for (const passage of passages) {
    for (const quote of sentencesOf(passage.text)) {
      if (!tells(quote)) continue;
      const own = plainWords(quote);
      const score = own.filter((word) => words.has(word)).length / Math.sqrt(own.length);
      if (best === undefined || score > best.score) best = { passage, quote, score };
    }
  }
  return best === undefined ? undefined : { passage: best.passage, quote: best.quote };
}

/** Whether a text holds what the answer says beyond the question: its names and numbers, or else its telling words. */
function tellsAnswer({ question, answer, values = [] }: RaftItem): (text: string) => boolean {
  const named = (values.length > 0 ? values : valuesOf(answer)).map(plainText);
  if (named.length > 0) {
    return (text) => {
      const plain = plainText(text);
      return named.every((value) => plain.includes(value));
    };
  }
  const asked = new Set(plainWords(question));
  const telling = [...new Set(plainWords(answer))].filter((word) => !asked.has(word) && !SMALL_WORDS.has(word));
  return (text) => {
    const words = new Set(plainWords(text));
    const held = telling.filter((word) => words.has(word)).length;
    return telling.length > 0 && held >= (telling.length <= 2 ? telling.length : (2 * telling.length) / 3);
  };
}

export const SMALL_WORDS = new Set(
  "a an and are as at be by can do does for from get has have if in is it its of on or that the their there they this to was we were will with you your der die das ein eine es ist sind und zu von".split(
    " ",
  ),
);

/** Pieces of the text, each exactly as it stands there. */
function sentencesOf(text: string): readonly string[] {
  return (text.match(/[^\n]+?(?:[.!?](?=\s|$)|(?=\n)|$)/gu) ?? [])
    .map((piece) => piece.trim())
    .filter((piece) => piece !== "");
}

export type Misleading = {
  readonly right: RightPassage;
  readonly count: number;
  readonly principals: Principals;
  /** Documents that may be shown in this part of a split. */
  readonly mayShow: (documentId: string) => boolean;
};

const LOOKED_AT = 12;

/** In the order of the search: the hardest first. */
export async function misleadingPassages(
  item: RaftItem,
  shelf: RaftShelf,
  { right, count, principals, mayShow }: Misleading,
): Promise<readonly RaftPassage[]> {
  const tellsIt = tellsAnswer(item);
  const quotes = [right.quote, ...(item.quotes ?? [])];
  const found: RaftPassage[] = [];
  // why: looks further only where the nearest ones are of no use.
  for (let limit = count + LOOKED_AT; ; limit *= 4) {
    const hits = await shelf.find({ question: item.question, limit, principals });
    found.length = 0;
    for (const hit of hits) {
      const tells = tellsIt(hit.text) || quotes.some((quote) => hit.text.includes(quote));
      const isNew = found.every(({ text }) => text !== hit.text);
      const fits =
        !item.sources.includes(hit.documentId) && mayShow(hit.documentId) && isClearedLike(hit.acl, right.passage.acl);
      if (!tells && isNew && fits) found.push(hit);
    }
    if (found.length >= count || hits.length < limit || limit > 1000) return found.slice(0, count);
  }
}

/** Showing it closes the row to nobody who may see the right passage. */
export function isClearedLike(acl: Acl, right: Acl): boolean {
  return (
    acl.includes("public") || (right.length > 0 && !right.includes("public") && right.every((one) => acl.includes(one)))
  );
}
