// `node bench/quoting/train.ts`: fits the quoting answerer's weights on the halves to choose with and writes them into its source.
import { writeFileSync } from "node:fs";
import { join } from "node:path";

import { sufficiencySignals } from "../../src/answer/quote/judge-sufficiency.ts";
import { pickUnits, rankUnits, unitSignals, type UnitWeights } from "../../src/answer/quote/rank-units.ts";
import { STANDARD_ANALYZER } from "../../src/library/index/analyze.ts";
import { companyCases, leftOutCases, LEFT_OUT, PUBLIC_SETS, publicCases, type Case } from "./cases.ts";
import { fitChoice, fitVerdict, type Choice, type Verdict, type Weights } from "./fit.ts";

const TARGET = join(import.meta.dirname, "../../src/answer/quote/trained-weights.ts");
const QUOTES = 3;

/** How much a set counts when the units are ordered, however many questions it has. */
const CHOICE_SHARES: Readonly<Record<string, number>> = { "SQuAD 2": 300, CLAPnq: 150, companies: 300 };
/** The same for telling answerable from not; both classes of a set count the same. */
const VERDICT_SHARES: Readonly<Record<string, number>> = {
  "SQuAD 2": 1000,
  CLAPnq: 1000,
  companies: 1500,
  [`SQuAD 2${LEFT_OUT}`]: 500,
  [`CLAPnq${LEFT_OUT}`]: 250,
  [`product docs${LEFT_OUT}`]: 500,
  [`companies${LEFT_OUT}`]: 500,
};

async function collect(): Promise<readonly Case[]> {
  const names = PUBLIC_SETS.map(({ name }) => name);
  const cases: Case[] = [];
  for (const some of [companyCases(), publicCases("choose", names), leftOutCases("choose")]) {
    for await (const each of some) if (each.evidence.length > 0 && each.question.words.length > 0) cases.push(each);
  }
  return cases;
}

function choicesOf(cases: readonly Case[]): readonly Choice[] {
  const bySet = Map.groupBy(
    cases.filter(({ gold }) => gold.includes(true)),
    ({ set }) => set,
  );
  return [...bySet].flatMap(([set, answerable]) => {
    const weight = (CHOICE_SHARES[set] ?? 0) / answerable.length;
    if (weight === 0) return [];
    return answerable.map(({ question, evidence, gold }) => ({
      units: evidence.map((each) => ({ ...unitSignals(question, each) })),
      gold,
      weight,
    }));
  });
}

type Judged = { readonly set: string; readonly isPositive: boolean; readonly signals: Verdict["signals"] };

/** Answerable questions count only where the quotes hold the answer: the others are no example of anything. */
function judge(each: Case, weights: UnitWeights): Judged | undefined {
  const { set, question, evidence, gold, result, isAnswerable } = each;
  const ranked = rankUnits(question, evidence, weights);
  const [best] = ranked;
  if (best === undefined) return undefined;
  const isFound = pickUnits(ranked, QUOTES).some((unit) => gold[evidence.indexOf(unit.evidence)] === true);
  if (isAnswerable && !isFound) return undefined;
  const signals = sufficiencySignals(question, best.evidence, { result, analyze: STANDARD_ANALYZER });
  return { set, isPositive: isAnswerable, signals: { ...signals } };
}

function verdictsOf(cases: readonly Case[], weights: UnitWeights): readonly Verdict[] {
  const judged = cases.flatMap((each) => judge(each, weights) ?? []);
  return Object.entries(VERDICT_SHARES).flatMap(([set, share]) => {
    const negatives = judged.filter((each) => each.set === set && !each.isPositive);
    const own = judged.filter((each) => each.set === set && each.isPositive);
    // why: where only the unanswerable questions were asked of a smaller library, the answerable ones are those of the whole set.
    const positives = own.length > 0 ? own : judged.filter((each) => each.isPositive && set === each.set + LEFT_OUT);
    if (negatives.length === 0 || positives.length === 0) return [];
    return [positives, negatives].flatMap((ofClass) =>
      ofClass.map(({ isPositive, signals }) => ({ isPositive, signals, weight: share / 2 / ofClass.length })),
    );
  });
}

function record(name: string, type: string, weights: Weights): string {
  const lines = Object.entries(weights).map(([signal, weight]) => `  ${signal}: ${Number(weight.toFixed(3))},`);
  return `export const ${name}: ${type} = {\n${lines.join("\n")}\n};\n`;
}

async function main(): Promise<void> {
  const cases = await collect();
  const counts = [...Map.groupBy(cases, ({ set }) => set)].map(([set, some]) => `${set} ${some.length}`);
  console.log(`trained on ${counts.join("; ")}`);
  const unit = fitChoice(choicesOf(cases));
  const sufficiency = fitVerdict(verdictsOf(cases, unit));
  const text = [
    "// How much each signal counts; written by `node bench/quoting/train.ts`, which says on what. Not to be changed by hand.\n" +
      'import type { SufficiencyWeights } from "./judge-sufficiency.ts";\n' +
      'import type { UnitWeights } from "./rank-units.ts";\n',
    record("UNIT_WEIGHTS", "UnitWeights", unit),
    record("SUFFICIENCY_WEIGHTS", "SufficiencyWeights", sufficiency),
  ];
  writeFileSync(TARGET, text.join("\n"));
  console.log(text.slice(1).join("\n"));
}

await main();
