// Writes training text in which many questions share their passages: `node nano/write-shared-text.ts --seed a --companies 100 --out FILE`.
// Why: nearly all tokens of a reading row are passages; asking eight questions of the same ones costs an eighth of the time.
import { closeSync, openSync, writeSync } from "node:fs";
import { parseArgs } from "node:util";

import type { Attribute } from "../lab/world/attributes/attribute.ts";
import { type Cast, type CastFact, createCast, type Subject } from "../lab/world/create-cast.ts";
import { question } from "../lab/world/phrase.ts";
import { PUBLIC_WORLD } from "../lab/world/public-world.ts";
import { chance, pick, pickWeighted, type Random, randomFrom, sample, shuffled, whole } from "../lab/world/random.ts";
import {
  citedReply,
  formatPassage,
  type ReadingPassage,
  refusalOfPassages,
  refusalWithoutPassages,
} from "../lab/world/reading-prompt.ts";
import { type Passage, renderSubject } from "../lab/world/render-passage.ts";
import {
  anyFact,
  dated,
  distractor,
  lookAlikePassage,
  passageWith,
  SHORT,
  unrelated,
} from "../lab/world/training/pick-passages.ts";
import { askedOf, casual, clauseOf, closedSystem, readingSystem, type RowContext } from "../lab/world/training/row.ts";

type Branch = { readonly ask: string; readonly reply: string };

/** One start and the questions that go on from it, each as if it stood alone. */
type SharedRow = {
  readonly stage: string;
  readonly system: string | undefined;
  readonly passages: string;
  readonly branches: readonly Branch[];
};

const MIXES: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  first: { one: 80, few: 0, many: 0, closed: 20 },
  second: { one: 35, few: 45, many: 5, closed: 15 },
  third: { one: 12, few: 28, many: 45, closed: 15 },
};

function makeRow(context: RowContext, stage: string): SharedRow {
  const { random } = context;
  if (stage === "closed") return closedRow(context);
  const fact = anyFact(context);
  const others = stage === "one" ? 0 : stage === "few" ? whole(random, 1, 2) : whole(random, 2, 5);
  const first = passageWith(context, fact, stage === "one" && chance(random, 0.6) ? SHORT : undefined);
  const misleading = Array.from({ length: others }, () =>
    chance(random, stage === "few" ? 0.4 : 0.15) ? unrelated(context, fact) : distractor(context, fact),
  );
  const passages = shuffled(random, [first, ...misleading]);
  return readingRow(context, stage, passages);
}

function readingRow(context: RowContext, stage: string, passages: readonly Passage[]): SharedRow {
  const { random } = context;
  const shown: readonly ReadingPassage[] = passages.map((passage) => dated(random, passage));
  const known = soleFacts(passages);
  const wanted = stage === "one" ? 5 : 8;
  const branches = [
    ...sample(random, known, wanted).map(({ fact, place }) => answered(context, fact, place)),
    ...Array.from({ length: whole(random, 1, stage === "one" ? 1 : 2) }, () => refused(context, passages)),
  ];
  return {
    stage,
    system: readingSystem(random)[0]?.content,
    passages: shown.map((passage, at) => `${formatPassage(passage, at + 1)}\n\n`).join(""),
    branches: shuffled(random, branches),
  };
}

type Placed = { readonly fact: CastFact; readonly place: number };

const keyOf = ({ said }: Subject, { key }: Attribute): string => `${said}/${key}`;

/** Facts that stand in one passage only, so that one citation is right. */
function soleFacts(passages: readonly Passage[]): readonly Placed[] {
  const found = new Map<string, Placed[]>();
  for (const [at, { stated }] of passages.entries()) {
    for (const { fact } of stated) {
      const key = keyOf(fact.subject, fact.attribute);
      found.set(key, [...(found.get(key) ?? []), { fact, place: at + 1 }]);
    }
  }
  return [...found.values()].flatMap((places) => (places.length === 1 ? places : []));
}

function answered({ random, phrasings }: RowContext, fact: CastFact, place: number): Branch {
  const asked = question(random, fact.subject, fact.attribute, phrasings);
  return { ask: `Question: ${casual(random, asked)}`, reply: citedReply(clauseOf(fact), place) };
}

/** A question about someone the passages know or resemble, in a respect of which they say nothing. */
function refused({ random, cast, phrasings }: RowContext, passages: readonly Passage[]): Branch {
  const stated = new Set(passages.flatMap((each) => each.stated.map(({ fact }) => keyOf(fact.subject, fact.attribute))));
  const present = passages.flatMap((each) => each.stated.map(({ fact }) => fact.subject));
  for (;;) {
    const subject = chance(random, 0.65) && present.length > 0 ? pick(random, present) : pick(random, [...cast.absent, ...cast.subjects]);
    const nearby = passages.flatMap((each) => each.stated.map(({ fact }) => fact.attribute));
    const own = [...subject.undocumented, ...subject.facts.map(({ attribute }) => attribute)];
    const same = own.filter(({ key }) => nearby.some((attribute) => attribute.key === key));
    const attribute = pick(random, same.length > 0 && chance(random, 0.5) ? same : own);
    if (stated.has(keyOf(subject, attribute))) continue;
    const asked = question(random, subject, attribute, phrasings);
    return { ask: `Question: ${casual(random, asked)}`, reply: refusalOfPassages(askedOf(subject, attribute.label)) };
  }
}

/** Questions without passages: public facts are known, everything else is not. */
function closedRow(context: RowContext): SharedRow {
  const { random } = context;
  return {
    stage: "closed",
    system: closedSystem(random)[0]?.content,
    passages: "",
    branches: Array.from({ length: 12 }, () => closedBranch(context)),
  };
}

function closedBranch({ random, cast, phrasings }: RowContext): Branch {
  const draw = random();
  const fact = pick(random, PUBLIC_WORLD.facts);
  if (draw < 0.7) {
    return { ask: casual(random, question(random, fact.subject, fact.attribute, phrasings)), reply: citedReply(clauseOf(fact)) };
  }
  const subject = draw < 0.78 ? fact.subject : pick(random, cast.subjects);
  const attribute = pick(random, draw < 0.78 ? subject.undocumented : [...subject.facts.map((each) => each.attribute), ...subject.undocumented]);
  return {
    ask: casual(random, question(random, subject, attribute, phrasings)),
    reply: refusalWithoutPassages(askedOf(subject, attribute.label)),
  };
}

function main(): void {
  const { values } = parseArgs({
    options: {
      seed: { type: "string", default: "1" },
      companies: { type: "string", default: "100" },
      rows: { type: "string", default: "20" },
      mix: { type: "string", default: "third" },
      split: { type: "string", default: "train" },
      out: { type: "string", default: "shared.jsonl" },
    },
  });
  const mix = MIXES[values.mix] ?? {};
  const file = openSync(values.out, "w");
  for (let company = 0; company < Number(values.companies); company += 1) {
    const random = randomFrom(`shared/${values.seed}/${company}`);
    const split = values.split === "exam" ? "exam" : "train";
    const context: RowContext = { random, cast: createCast({ random, split }), phrasings: split };
    const rows = Array.from({ length: Number(values.rows) }, () => makeRow(context, pickWeighted(random, mix)));
    writeSync(file, rows.map((row) => `${JSON.stringify(row)}\n`).join(""));
  }
  closeSync(file);
}

if (import.meta.main) main();
