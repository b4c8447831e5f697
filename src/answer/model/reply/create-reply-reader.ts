// Reads a reply while it is written: shows each sentence as it comes, and its numbers once what they were put to is verified.
import type { AnswerEvent, Citation, RemovedParts, ShownPassage, UnsupportedClaim } from "../../../spec/answer.ts";
import type { Span } from "../../../spec/document.ts";
import { splitSentences } from "../../quote/split-sentences.ts";
import type { Evidenced, Shelf } from "../verify/verify-claim.ts";
import { judgeSentence, type Sentence } from "./judge-sentence.ts";
import { lexReply, type LexOptions } from "./lex-reply.ts";
import type { PlacedMark } from "./split-claims.ts";
import { writeSentence } from "./write-sentence.ts";

export type ReplyReading = Omit<LexOptions, "passages"> & {
  readonly shown: readonly ShownPassage[];
  readonly shelf: Shelf;
};

export type ReplyEvent = Exclude<AnswerEvent, { readonly kind: "finish" }>;

/** What has been read so far; positions are those in the text that was shown. */
export type ReadReply = {
  readonly text: string;
  readonly citations: readonly Citation[];
  readonly unsupported: readonly UnsupportedClaim[];
  readonly removed: RemovedParts;
};

export type ReplyReader = {
  readonly push: (delta: string) => readonly ReplyEvent[];
  readonly end: () => readonly ReplyEvent[];
  readonly read: () => ReadReply;
};

type State = {
  rest: string;
  /** The text of the sentence that is being read, without its marks, and how much of it is shown. */
  plain: string;
  marks: PlacedMark[];
  emitted: number;
  text: string;
  readonly citations: Citation[];
  readonly unsupported: UnsupportedClaim[];
  removed: RemovedParts;
  readonly cited: Set<number>;
};

export function createReplyReader(reading: ReplyReading): ReplyReader {
  const state: State = {
    rest: "",
    plain: "",
    marks: [],
    emitted: 0,
    text: "",
    citations: [],
    unsupported: [],
    removed: { inventedNumbers: 0, unverifiedMarks: 0, links: 0 },
    cited: new Set(),
  };
  const feed = (delta: string, isEnd: boolean): readonly ReplyEvent[] => {
    const events: ReplyEvent[] = [];
    const { isKnownAddress, shown } = reading;
    const { tokens, rest } = lexReply(state.rest + delta, { isKnownAddress, passages: shown.length, isEnd });
    state.rest = rest;
    for (const token of tokens) {
      if (token.kind === "mark")
        state.marks.push({ at: state.plain.length, numbers: token.numbers, invented: token.invented });
      else if (token.kind === "removed-link") state.removed = { ...state.removed, links: state.removed.links + 1 };
      else state.plain += token.text;
      settleSentences(state, { reading, events, isEnd: false });
    }
    if (isEnd) settleSentences(state, { reading, events, isEnd });
    return events;
  };
  return {
    push: (delta) => feed(delta, false),
    end: () => feed("", true),
    read: () => ({
      text: state.text,
      citations: [...state.citations],
      unsupported: [...state.unsupported],
      removed: state.removed,
    }),
  };
}

type Settling = { readonly reading: ReplyReading; readonly events: ReplyEvent[]; readonly isEnd: boolean };

function settleSentences(state: State, settling: Settling): void {
  for (let end = endOfSentence(state, settling.isEnd); end !== undefined; end = endOfSentence(state, settling.isEnd)) {
    settle(state, end, settling);
  }
  if (state.marks.length === 0) showSafe(state, settling.events);
}

/** Where the first sentence of what was read ends, once that is certain: something of the next one is there. */
function endOfSentence({ plain, marks }: State, isEnd: boolean): number | undefined {
  const begin = plain.search(/\S/u);
  if (begin < 0) return isEnd && marks.length > 0 ? plain.length : undefined;
  const line = plain.indexOf("\n", begin);
  const stretch = { start: begin, end: line < 0 ? plain.length : line };
  const spans = splitSentences(plain, stretch);
  const whole = spans.findIndex(({ end }) => end - begin <= LONGEST_QUOTING && isClosed(plain.slice(begin, end)));
  const isOpen = whole < 0 && line < 0 && !isEnd && plain.length - begin <= LONGEST_QUOTING;
  const last = isOpen ? spans.length : Math.max(0, whole);
  const [ending, next] = [spans[last], spans[last + 1]];
  if (ending !== undefined && next !== undefined) return ending.end;
  if (line >= 0) return plain.slice(0, line).trimEnd().length;
  return isEnd ? plain.trimEnd().length : undefined;
}

/** A full stop within quotation marks ends no sentence, as long as they are closed before long. */
const LONGEST_QUOTING = 600;

function isClosed(text: string): boolean {
  const count = (marks: RegExp): number => text.match(marks)?.length ?? 0;
  return (
    count(/["＂]/gu) % 2 === 0 &&
    count(/[“„]/gu) <= count(/”|(?<=„[^“”]*)“/gu) + count(/„[^“]*“/gu) &&
    count(/«/gu) <= count(/»/gu)
  );
}

function settle(state: State, end: number, { reading, events, isEnd }: Settling): void {
  const sentence = takeSentence(state, end, isEnd);
  const judged = judgeSentence(sentence, reading.shelf);
  const written = writeSentence(sentence, judged);
  const offset = state.text.length - state.emitted;
  show(state, written.text.slice(state.emitted), events);
  state.emitted = 0;
  const { inventedNumbers, unverifiedMarks, links } = state.removed;
  state.removed = {
    inventedNumbers: inventedNumbers + judged.invented,
    unverifiedMarks: unverifiedMarks + judged.unverified,
    links,
  };
  for (const [index, { evidence, reason }] of judged.claims.entries()) {
    const place = written.places[index] ?? { start: 0, end: 0 };
    const claim = { start: offset + place.start, end: offset + place.end };
    for (const found of evidence) cite(state, { found, claim, reading, events });
    if (reason === undefined) continue;
    state.unsupported.push({ ...claim, reason });
    events.push({ kind: "unsupported", claim: { ...claim, reason } });
  }
}

/** Its marks are those up to its end, and those behind it before the next one has begun, unless it has marks already. */
function takeSentence(state: State, end: number, isEnd: boolean): Sentence {
  const next = end + Math.max(0, state.plain.slice(end).search(/[^ ]/u));
  const own = state.marks.filter(({ at }) => at <= end);
  const behind = state.marks.filter(({ at }) => at > end && (isEnd || at <= next));
  const isMarked = own.length > 0 && !isEnd;
  const marks = isMarked ? own : [...own, ...behind];
  const text = state.plain.slice(0, end);
  const left = state.marks.filter((mark) => !marks.includes(mark));
  const rest = state.plain.slice(end);
  const gap = /^ +/u.exec(rest)?.[0].length ?? 0;
  const shift = end + Math.max(0, gap - 1);
  state.plain = rest.slice(Math.max(0, gap - 1));
  state.marks = left.map((mark) => ({ ...mark, at: Math.max(0, mark.at - shift) }));
  return { text, marks: marks.map((mark) => ({ ...mark, at: Math.min(mark.at, end) })) };
}

/** Up to the last letter: a mark may still come to stand before the space behind it. */
function showSafe(state: State, events: ReplyEvent[]): void {
  const safe = state.plain.trimEnd().length;
  if (safe <= state.emitted) return;
  show(state, state.plain.slice(state.emitted, safe), events);
  state.emitted = safe;
}

function show(state: State, text: string, events: ReplyEvent[]): void {
  if (text === "") return;
  state.text += text;
  events.push({ kind: "text-delta", text });
}

type Citing = {
  readonly found: Evidenced;
  readonly claim: Span;
  readonly reading: ReplyReading;
  readonly events: ReplyEvent[];
};

function cite(state: State, { found, claim, reading, events }: Citing): void {
  const source = reading.shown[found.number - 1];
  if (source !== undefined && !state.cited.has(found.number)) {
    state.cited.add(found.number);
    events.push({ kind: "source", source });
  }
  const citation = citationOf(found, claim, reading);
  if (citation === undefined) return;
  state.citations.push(citation);
  events.push({ kind: "citation", citation });
}

/** The exact words of the stored text. */
export function citationOf(
  { number, start, end, by }: Evidenced,
  claim: Span,
  reading: ReplyReading,
): Citation | undefined {
  const passage = reading.shelf.passages.get(number);
  if (passage === undefined) return undefined;
  const { id: documentId, contentHash, uri, title, text, landmarks } = passage.document;
  const landmark = landmarks.findLast(({ offset }) => offset <= start)?.label;
  const headings = reading.shown[number - 1]?.headings ?? [];
  const place = { documentId, contentHash, uri, title, headings, start, end };
  const quote = text.slice(start, end);
  return { ...place, quote, claim, mark: number, by, ...(landmark === undefined ? {} : { landmark }) };
}
