// Gives each citation the headings of the section in which its quote begins; its passage may span several small ones.
import { findHeadings, type HeadingFinder } from "../../library/chunk/find-headings.ts";
import type { AnswerEvent, Citation } from "../../spec/answer.ts";
import type { Document, DocumentId } from "../../spec/document.ts";

/** The store's `document` for whoever asks. */
export type ReadDocument = (id: DocumentId) => Promise<Document | undefined>;

/** The same events; a document that has changed or gone since it was quoted leaves its citations as they are. */
export async function* withExactHeadings(
  events: AsyncIterable<AnswerEvent>,
  readDocument: ReadDocument,
): AsyncGenerator<AnswerEvent> {
  const finders = new Map<DocumentId, Promise<HeadingFinder | undefined>>();
  const exact = async (citation: Citation): Promise<Citation> => {
    const finder = finders.get(citation.documentId) ?? openFinder(citation, readDocument);
    finders.set(citation.documentId, finder);
    const headings = (await finder)?.(citation.start);
    return headings === undefined ? citation : { ...citation, headings };
  };
  for await (const event of events) {
    if (event.kind === "citation") yield { kind: "citation", citation: await exact(event.citation) };
    else if (event.kind === "finish") {
      const citations = await Promise.all(event.answer.citations.map(exact));
      yield { kind: "finish", answer: { ...event.answer, citations } };
    } else yield event;
  }
}

async function openFinder(citation: Citation, readDocument: ReadDocument): Promise<HeadingFinder | undefined> {
  const document = await readDocument(citation.documentId);
  return document?.contentHash === citation.contentHash ? findHeadings(document) : undefined;
}
