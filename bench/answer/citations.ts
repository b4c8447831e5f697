// `node bench/answer/citations.ts [--companies 4]`: true answers and the same ones with a planted defect, each read whole and in pieces:
// is every true one shown as verified, and no wrong one?
import { parseArgs } from "node:util";

import { createCompany } from "../../lab/world/create-company.ts";
import { randomFrom } from "../../lab/world/random.ts";
import { shownPassages } from "../../src/answer/model/gather-passages.ts";
import type { SourcePassage } from "../../src/answer/model/prompt/source-passage.ts";
import { createReplyReader, type ReadReply } from "../../src/answer/model/reply/create-reply-reader.ts";
import { readPassage } from "../../src/answer/model/verify/read-passage.ts";
import type { Shelf } from "../../src/answer/model/verify/verify-claim.ts";
import { STANDARD_ANALYZER } from "../../src/library/index/analyze.ts";
import { indexDocument } from "../../src/library/index/index-document.ts";
import type { Document } from "../../src/spec/document.ts";
import { buildDocument } from "../../src/testing/index.ts";
import { percent } from "../quoting/intervals.ts";
import { answersOn, type PlantedAnswer } from "./planted-answers.ts";

type Shelved = { readonly shelf: Shelf; readonly passages: readonly SourcePassage[] };

const PIECES = [1, 2, 3, 5, 8, 13, 21];

function main(): void {
  const { values } = parseArgs({
    options: { companies: { type: "string", default: "4" }, show: { type: "string", default: "0" } },
  });
  const counts = new Map<string, { tried: number; verified: number }>();
  const misses: string[] = [];
  let differing = 0;
  let inexact = 0;
  for (let seed = 1; seed <= Number(values.companies); seed += 1) {
    const company = createCompany({ seed: `citations ${seed}`, split: "exam", size: 1 });
    const random = randomFrom(`planted ${seed}`);
    const documents = company.documents.map(({ id, title, text }) =>
      buildDocument(id, text.replace(/^---\n[^]*?\n---\n+/u, ""), { title, format: "markdown" }),
    );
    for (const answer of answersOn(
      company,
      documents.map((document) => ({ document, passages: passagesOf(document) })),
      random,
    )) {
      const shelved = shelve(answer, documents);
      const whole = readInPieces(answer.reply, shelved, answer.reply.length);
      const pieces = readInPieces(answer.reply, shelved, PIECES[Math.floor(random() * PIECES.length)] ?? 1);
      if (JSON.stringify(whole) !== JSON.stringify(pieces)) differing += 1;
      inexact += whole.citations.filter(
        ({ documentId, start, end, quote }) =>
          documents.find(({ id }) => id === documentId)?.text.slice(start, end) !== quote,
      ).length;
      // why: what cites the wrong passage and is then shown with the number of the right one is not wrong any more.
      const hasMark = answer.isTrue ? whole.citations.length > 0 : whole.citations.some(({ mark }) => mark === 1);
      const isVerified = hasMark && whole.unsupported.length === 0;
      const count = counts.get(answer.kind) ?? { tried: 0, verified: 0 };
      counts.set(answer.kind, { tried: count.tried + 1, verified: count.verified + Number(isVerified) });
      if (isVerified !== answer.isTrue) misses.push(describe(answer, whole));
    }
  }
  for (const [kind, { tried, verified }] of counts)
    console.log(`${kind.padEnd(46)} ${tried} tried, shown as verified ${percent(verified, tried)}`);
  console.log(`read in pieces, another result: ${differing}; citations that are not the exact text: ${inexact}`);
  for (const miss of misses.slice(0, Number(values.show))) console.log(miss);
}

function passagesOf(document: Document): readonly SourcePassage[] {
  const { id: documentId, contentHash, uri, title, format, text } = document;
  return indexDocument(document).map(({ start, end, headings, prefix }) => ({
    documentId,
    contentHash,
    uri,
    title,
    format,
    start,
    end,
    headings,
    prefix,
    text: text.slice(start, end),
  }));
}

function shelve({ passages, asked }: PlantedAnswer, documents: readonly Document[]): Shelved {
  const read = passages.flatMap((passage, at) => {
    const document = documents.find(({ id }) => id === passage.documentId);
    const found = document && readPassage({ ...passage, number: at + 1 }, document, STANDARD_ANALYZER);
    return found === undefined ? [] : [[at + 1, found] as const];
  });
  return { shelf: { passages: new Map(read), analyze: STANDARD_ANALYZER, asked }, passages };
}

function readInPieces(reply: string, { shelf, passages }: Shelved, size: number): ReadReply {
  const reader = createReplyReader({ shown: shownPassages(passages), shelf, isKnownAddress: () => false });
  for (let at = 0; at < reply.length; at += size) reader.push(reply.slice(at, at + size));
  reader.end();
  return reader.read();
}

function describe({ kind, reply }: PlantedAnswer, { text, citations, unsupported }: ReadReply): string {
  const quotes = citations.map(({ quote }) => JSON.stringify(quote)).join(" ");
  return `${kind}: ${reply}\n  shown as ${text} ${quotes} ${unsupported.map(({ reason }) => reason).join(" ")}`;
}

main();
