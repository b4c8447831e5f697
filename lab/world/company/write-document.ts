// Writes a planned document as Markdown with front matter, and says where in it each fact stands.
import type { CastFact, Subject } from "../create-cast.ts";
import { capital } from "../names.ts";
import { chance, shuffled, whole } from "../random.ts";
import { type Passage, type Rendering, renderSubject } from "../render-passage.ts";
import type { PlannedDocument } from "./lay-out.ts";

export type PlacedFact = {
  readonly fact: CastFact;
  readonly sentence: string;
  /** Place in the file's text. */
  readonly offset: number;
};

export type WrittenPassage = {
  readonly title: string;
  readonly text: string;
  readonly offset: number;
  readonly facts: readonly PlacedFact[];
};

export type WrittenDocument = {
  readonly plan: PlannedDocument;
  readonly date: string;
  readonly text: string;
  readonly passages: readonly WrittenPassage[];
};

export function writeDocument(plan: PlannedDocument, date: string, rendering: Rendering): WrittenDocument {
  const passages: WrittenPassage[] = [];
  let text = `---\ntitle: ${plan.title}\ndate: ${date}\nacl: [${plan.acl.join(", ")}]\n---\n\n# ${plan.title}\n`;
  for (const subject of plan.subjects) {
    const own = capital(subject.name);
    if (own !== plan.title) text += `\n## ${own}\n`;
    const pieces = piecesOf(subject, rendering);
    for (const [at, piece] of pieces.entries()) {
      const heading = at === 0 ? undefined : (FURTHER[at - 1] ?? `Part ${at + 1}`);
      text += heading === undefined ? "\n" : `\n${own === plan.title ? "##" : "###"} ${heading}\n\n`;
      const names = [plan.title, ...(own === plan.title ? [] : [own]), ...(heading === undefined ? [] : [heading])];
      passages.push(placedPassage(piece, names.join(" > "), text.length));
      text += `${piece.text}\n`;
    }
  }
  return { plan, date, text, passages };
}

const FURTHER = ["Details", "More", "Notes"];

/** A subject's facts in passages of two to five. */
function piecesOf(subject: Subject, rendering: Rendering): Passage[] {
  const { random } = rendering;
  const left = shuffled(random, subject.facts);
  const pieces: Passage[] = [];
  while (left.length > 0) {
    const take = left.length <= 5 ? left.length : whole(random, 2, 5);
    const withName = chance(random, 0.8) ? rendering : { ...rendering, form: "prose" as const };
    pieces.push(renderSubject(subject, left.splice(0, take), withName));
  }
  return pieces;
}

/** Sentences are looked for one after the other, so that the same words twice are told apart. */
function placedPassage({ text, stated }: Passage, title: string, offset: number): WrittenPassage {
  let from = 0;
  const facts = stated.map(({ fact, sentence }) => {
    const at = text.indexOf(sentence, from);
    if (at < 0) throw new RangeError(`The passage "${title}" does not hold the sentence "${sentence}".`);
    from = at + sentence.length;
    return { fact, sentence, offset: offset + at };
  });
  return { title, text, offset, facts };
}
