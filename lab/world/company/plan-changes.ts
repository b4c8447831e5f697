// Changes that are still to come: which sentence of which document gives way to which, and what is true from then on.
import type { Cast } from "../create-cast.ts";
import { type Random, sample } from "../random.ts";
import { spellings } from "../spellings.ts";
import { differentValue } from "../tasks/changed-facts.ts";
import { dateBetween } from "../values.ts";
import type { CompanyDocument, UpcomingChange } from "./company.ts";
import { changeable, type Recorded, TODAY } from "./record-facts.ts";
import { restate } from "./restate.ts";

const LAST_DAY = Date.UTC(2027, 5, 30);
const MOST_CHANGES = 40;

type Planning = { readonly random: Random; readonly cast: Cast; readonly changedIds: ReadonlySet<string> };

export function planChanges(
  { random, cast, changedIds }: Planning,
  present: readonly Recorded[],
): readonly UpcomingChange[] {
  const byDocument = Map.groupBy(present, ({ fact }) => fact.documentId);
  const candidates = [...byDocument.values()].flatMap((records) =>
    changeable(records.map((record) => ({ ...record, offset: record.fact.offset }))),
  );
  // why: a fact that has changed before may stand on the news page too, where it would go on saying the old value
  const unchanged = candidates.filter(({ fact }) => !changedIds.has(fact.id));
  return sample(random, unchanged, MOST_CHANGES).map(({ cast: known, fact }, at) => {
    const value = differentValue({ random, cast }, known);
    return {
      id: `c${at + 1}`,
      factId: fact.id,
      documentId: fact.documentId,
      date: dateBetween(random, TODAY + 86_400_000, LAST_DAY),
      before: fact.sentence,
      after: restate(fact.sentence, known, value),
      value,
      answers: spellings(value),
    };
  });
}

/** The document after these of its changes, with a new version dated by the last of them. */
export function applyChanges(
  document: CompanyDocument,
  changes: readonly UpcomingChange[],
  offsetOf: (factId: string) => number,
): CompanyDocument {
  const own = changes
    .filter(({ documentId }) => documentId === document.id)
    .toSorted((one, other) => offsetOf(other.factId) - offsetOf(one.factId));
  if (own.length === 0) return document;
  let { text } = document;
  for (const { factId, before, after } of own) {
    const offset = offsetOf(factId);
    text = text.slice(0, offset) + after + text.slice(offset + before.length);
  }
  const date =
    own
      .map((change) => change.date)
      .toSorted()
      .at(-1) ?? document.date;
  const dated = text.replace(`\ndate: ${document.date}\n`, `\ndate: ${date}\n`);
  return { ...document, date, text: dated, versions: [...document.versions, { date, text: dated }] };
}
