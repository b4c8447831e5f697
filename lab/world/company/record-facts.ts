// Turns written documents into documents with versions, passages and dated facts; some facts have changed in the past.
import type { Cast, CastFact } from "../create-cast.ts";
import { chance, hashWord, type Random, sample } from "../random.ts";
import { spellings } from "../spellings.ts";
import { CHANGE_PHRASINGS, changeSentence, differentValue } from "../tasks/changed-facts.ts";
import { dateBetween } from "../values.ts";
import type { CompanyDocument, CompanyFact, CompanyPassage, Part } from "./company.ts";
import { STAFF } from "./groups.ts";
import { restate } from "./restate.ts";
import type { PlacedFact, WrittenDocument } from "./write-document.ts";

export const FIRST_DAY = Date.UTC(2024, 0, 1);
export const CHANGES_BEGIN = Date.UTC(2025, 6, 1);
export const TODAY = Date.UTC(2026, 5, 30);

/** A fact as the cast has it, with its record. */
export type Recorded = { readonly cast: CastFact; readonly fact: CompanyFact };

export type Records = {
  readonly documents: readonly CompanyDocument[];
  readonly passages: readonly CompanyPassage[];
  readonly present: readonly Recorded[];
  readonly past: readonly CompanyFact[];
};

type Recording = { readonly random: Random; readonly cast: Cast };

export function recordFacts(recording: Recording, written: readonly WrittenDocument[]): Records {
  const documents: CompanyDocument[] = [];
  const passages: CompanyPassage[] = [];
  const present: Recorded[] = [];
  const past: CompanyFact[] = [];
  const news: News[] = [];
  for (const document of written) {
    const change = pastChange(recording, document);
    documents.push(documentOf(document, change));
    for (const passage of document.passages) {
      const id = `p${passages.length + 1}`;
      const facts = passage.facts.map((placed) => {
        const former = change?.edits.find(({ placed: edited }) => edited === placed);
        const fact = presentFact({ id: `f${present.length + 1}`, passageId: id, document, placed, from: former?.date });
        present.push({ cast: placed.fact, fact });
        if (former !== undefined) past.push(pastFact(fact, former, document.date));
        if (former !== undefined && isForStaff(fact)) news.push({ fact, cast: placed.fact, former });
        return fact.id;
      });
      passages.push({
        id,
        documentId: document.plan.id,
        title: passage.title,
        date: change?.date ?? document.date,
        text: passage.text,
        acl: document.plan.acl,
        factIds: facts,
        part: partOf(passage.facts[0]?.fact.subject.name ?? ""),
      });
    }
  }
  const page = newsPage(recording, news, passages.length);
  return { documents: [...documents, ...page.documents], passages: [...passages, ...page.passages], present, past };
}

type FormerValue = {
  readonly placed: PlacedFact;
  readonly value: string;
  readonly sentence: string;
  /** Place of the former sentence in the former version. */
  readonly offset: number;
  readonly date: string;
};

type PastChange = { readonly date: string; readonly text: string; readonly edits: readonly FormerValue[] };

/** About half of the documents have changed once, in one to three facts. */
function pastChange({ random, cast }: Recording, document: WrittenDocument): PastChange | undefined {
  if (chance(random, 0.5)) return undefined;
  const date = dateBetween(random, CHANGES_BEGIN, TODAY);
  const candidates = changeable(document.passages.flatMap(({ facts }) => facts));
  const chosen = new Set(sample(random, candidates, 1 + Math.floor(random() * 3)));
  let { text } = document;
  let shift = 0;
  const edits: FormerValue[] = [];
  for (const placed of candidates) {
    if (!chosen.has(placed)) continue;
    const value = differentValue({ random, cast }, placed.fact);
    const sentence = restate(placed.sentence, placed.fact, value);
    const offset = placed.offset + shift;
    text = text.slice(0, offset) + sentence + text.slice(offset + placed.sentence.length);
    shift += sentence.length - placed.sentence.length;
    edits.push({ placed, value, sentence, offset, date });
  }
  return edits.length === 0 ? undefined : { date, text, edits };
}

/** Facts whose sentence states nothing else, in the order of the text. */
export function changeable<Placed extends Pick<PlacedFact, "offset">>(facts: readonly Placed[]): Placed[] {
  const count = Map.groupBy(facts, ({ offset }) => offset);
  return facts
    .filter(({ offset }) => count.get(offset)?.length === 1)
    .toSorted((one, other) => one.offset - other.offset);
}

function documentOf({ plan, date, text }: WrittenDocument, change: PastChange | undefined): CompanyDocument {
  const { id, title, acl } = plan;
  if (change === undefined) return { id, title, acl, date, text, versions: [{ date, text }] };
  const now = text.replace(`\ndate: ${date}\n`, `\ndate: ${change.date}\n`);
  return {
    id,
    title,
    acl,
    date: change.date,
    text: now,
    versions: [
      { date, text: change.text },
      { date: change.date, text: now },
    ],
  };
}

type Present = {
  readonly id: string;
  readonly passageId: string;
  readonly document: WrittenDocument;
  readonly placed: PlacedFact;
  readonly from: string | undefined;
};

function presentFact({ id, passageId, document, placed, from }: Present): CompanyFact {
  const { subject, attribute, value } = placed.fact;
  return {
    id,
    subject: subject.said,
    attribute: attribute.label,
    value,
    answers: spellings(value),
    documentId: document.plan.id,
    passageId,
    sentence: placed.sentence,
    offset: placed.offset,
    acl: document.plan.acl,
    validFrom: from ?? document.date,
    part: partOf(subject.name),
  };
}

function pastFact(now: CompanyFact, { value, sentence, offset, date }: FormerValue, from: string): CompanyFact {
  const answers = spellings(value);
  return { ...now, id: `${now.id}-before`, value, answers, sentence, offset, validFrom: from, validTo: date };
}

/** By the subject's name, so that all that is said of it lies on one side. */
export function partOf(subject: string): Part {
  return hashWord(`part/${subject}`) % 2 === 0 ? "school" : "exam";
}

type News = { readonly fact: CompanyFact; readonly cast: CastFact; readonly former: FormerValue };

const isForStaff = ({ acl }: CompanyFact): boolean => acl.includes("public") || acl.includes(STAFF);

/** A page that tells of the changes which all staff may know. */
function newsPage(
  { random }: Recording,
  news: readonly News[],
  passagesBefore: number,
): Pick<Records, "documents" | "passages"> {
  const [first] = news;
  if (first === undefined) return { documents: [], passages: [] };
  const sorted = news.toSorted((one, other) => one.former.date.localeCompare(other.former.date));
  const date = sorted.at(-1)?.former.date ?? first.former.date;
  const plan = { id: "news/changes.md", title: "Changes", acl: [STAFF] };
  const entries = sorted.map(({ fact, cast, former }) => ({
    fact,
    heading: former.date,
    text: changeSentence(CHANGE_PHRASINGS[Math.floor(random() * CHANGE_PHRASINGS.length)] ?? "", cast, {
      former: former.value,
      date: former.date,
    }),
  }));
  const body = entries.map(({ heading, text }) => `## ${heading}\n\n${text}\n`).join("\n");
  const text = `---\ntitle: ${plan.title}\ndate: ${date}\nacl: [${STAFF}]\n---\n\n# ${plan.title}\n\n${body}`;
  const passages = entries.map((entry, at) => ({
    id: `p${passagesBefore + at + 1}`,
    documentId: plan.id,
    title: `${plan.title} > ${entry.heading}`,
    date: entry.heading,
    text: entry.text,
    acl: plan.acl,
    factIds: [entry.fact.id],
    part: entry.fact.part,
  }));
  return { documents: [{ ...plan, date, text, versions: [{ date, text }] }], passages };
}
