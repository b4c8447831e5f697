// The right passage of a question and those that mislead: near to it in the search, without its answer, open to the same people.
import type { Acl, Principals } from "../../spec/access.ts";
import { plainText } from "../plain-words.ts";
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
  const values = valuesFor(item).map(plainText);
  const words = new Set(plainText(`${item.question} ${item.answer}`).trim().split(" "));
  let best: (RightPassage & { readonly score: number }) | undefined;
  for (const passage of passages) {
    for (const quote of sentencesOf(passage.text)) {
      const plain = plainText(quote);
      if (!values.every((value) => plain.includes(value))) continue;
      const own = plain.trim().split(" ");
      const score = own.filter((word) => words.has(word)).length / Math.sqrt(own.length);
      if (best === undefined || score > best.score) best = { passage, quote, score };
    }
  }
  return best === undefined ? undefined : { passage: best.passage, quote: best.quote };
}

/** Pieces of the text, each exactly as it stands there. */
function sentencesOf(text: string): readonly string[] {
  return (text.match(/[^\n]+?(?:[.!?](?=\s|$)|(?=\n)|$)/gu) ?? [])
    .map((piece) => piece.trim())
    .filter((piece) => piece !== "");
}

function valuesFor({ values, answer }: RaftItem): readonly string[] {
  if (values !== undefined && values.length > 0) return values;
  const found = valuesOf(answer);
  return found.length > 0 ? found : [answer.replace(/[.!?]+$/u, "")];
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
  const values = valuesFor(item).map(plainText);
  const quotes = [right.quote, ...(item.quotes ?? [])];
  const found: RaftPassage[] = [];
  // why: looks further only where the nearest ones are of no use.
  for (let limit = count + LOOKED_AT; ; limit *= 4) {
    const hits = await shelf.find({ question: item.question, limit, principals });
    found.length = 0;
    for (const hit of hits) {
      const plain = plainText(hit.text);
      const tells = values.every((value) => plain.includes(value)) || quotes.some((quote) => hit.text.includes(quote));
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
