import { expect, test } from "vitest";

import type { AnswerEvent, Citation } from "../../spec/answer.ts";
import { buildDocument } from "../../testing/builders.ts";
import { withExactHeadings } from "./exact-headings.ts";

const text = "# A\n\nOne.\n\n# B\n\nTwo.\n";
const document = buildDocument("a", text, { format: "markdown" });

function cite(quote: string): Citation {
  const start = text.indexOf(quote);
  const { id, contentHash, uri, title } = document;
  const place = { documentId: id, contentHash, uri, title, headings: ["shared"], start, end: start + quote.length };
  return { ...place, quote, claim: { start: 0, end: 1 } };
}

async function* events(): AsyncGenerator<AnswerEvent> {
  yield { kind: "text-delta", text: "One. Two." };
  yield { kind: "citation", citation: cite("One.") };
  yield { kind: "citation", citation: cite("Two.") };
}

async function headingsWith(readDocument: () => Promise<typeof document | undefined>): Promise<(readonly string[])[]> {
  const found = await Array.fromAsync(withExactHeadings(events(), readDocument));
  expect(found[0]).toEqual({ kind: "text-delta", text: "One. Two." });
  return found.flatMap((event) => (event.kind === "citation" ? [event.citation.headings] : []));
}

test("each citation has the headings of its own section; the document is read once", async () => {
  let reads = 0;
  const read = async () => ((reads += 1), document);
  expect(await headingsWith(read)).toEqual([["A"], ["B"]]);
  expect(reads).toBe(1);
});

test("a document that has changed or gone leaves its citations as they are", async () => {
  const shared = [["shared"], ["shared"]];
  expect(await headingsWith(async () => undefined)).toEqual(shared);
  expect(await headingsWith(async () => ({ ...document, contentHash: "another" }))).toEqual(shared);
});
