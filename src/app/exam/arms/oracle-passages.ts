// The right passage in hand: what a question's expected quotes and sources stand in, as far as its asker may read it.
import { passageOfDocument, passageOfHit, type SourcePassage } from "../../../answer/model/prompt/source-passage.ts";
import type { Principals } from "../../../spec/access.ts";
import type { Document } from "../../../spec/document.ts";
import type { Question } from "../../../spec/exam.ts";
import type { Retriever } from "../../../spec/retriever.ts";

export type OracleSources = {
  readonly readDocument: (name: string, principals: Principals) => Promise<Document | undefined>;
  readonly retriever: Retriever;
};

/** A page of this many characters is laid before the model as a whole. */
const SHORT_PAGE = 4000;
/** Around a quote, so that it is read as it stands in its page. */
const AROUND_QUOTE = 600;
const PASSAGES_OF_LONG_PAGE = 3;

/** None where the question expects no sources: then the model has to know, or to say that it does not. */
export async function oraclePassages(
  { question, expected }: Question,
  principals: Principals,
  { readDocument, retriever }: OracleSources,
): Promise<readonly SourcePassage[]> {
  const { sources = [], quotes = [] } = expected;
  const read = await Promise.all(sources.map(async (name) => readDocument(name, principals)));
  // why: a source that is not there, or that its asker may not read, is no passage to be had in hand; `exam check` names such questions.
  const passages: SourcePassage[] = [];
  for (const document of read.filter((one) => one !== undefined)) {
    const quoted = quotes.flatMap((quote) => aroundQuote(document, quote));
    if (quoted.length > 0) passages.push(...quoted);
    else if (document.text.length <= SHORT_PAGE) passages.push(passageOfDocument(document));
    else passages.push(...(await bestOf(document, { question, principals, retriever })));
  }
  return passages;
}

/** Whole lines; a quote that is in another spelling there, or gone, is not found. */
function aroundQuote(document: Document, quote: string): readonly SourcePassage[] {
  const { text } = document;
  const at = text.indexOf(quote.trim());
  if (at < 0) return [];
  const before = text.lastIndexOf("\n", Math.max(0, at - AROUND_QUOTE));
  const after = text.indexOf("\n", at + quote.length + AROUND_QUOTE);
  const start = at <= AROUND_QUOTE || before < 0 ? 0 : before + 1;
  const end = after < 0 ? text.length : after;
  return [{ ...passageOfDocument(document), start, end, text: text.slice(start, end) }];
}

type Wanted = {
  readonly question: string;
  readonly principals: Principals;
  readonly retriever: Retriever;
};

async function bestOf(document: Document, { question, ...search }: Wanted): Promise<readonly SourcePassage[]> {
  const { retriever, principals } = search;
  const { hits } = await retriever.search({
    query: question,
    principals,
    limit: PASSAGES_OF_LONG_PAGE,
    where: { kind: "equals", field: "uri", value: document.uri },
  });
  const own = hits.filter(({ passage }) => passage.documentId === document.id);
  return own.length > 0 ? own.map((hit) => passageOfHit(hit)) : [passageOfDocument(document)];
}
