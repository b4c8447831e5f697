// Holds diagnoses of planted failures against the truth, per kind of plant.
import { createCompany } from "../../lab/world/create-company.ts";
import { randomFrom } from "../../lab/world/random.ts";
import { diagnoseExam } from "../../src/ladder/diagnosis/diagnose-exam.ts";
import type { Diagnosis } from "../../src/ladder/diagnosis/diagnosis.ts";
import { createEvidenceLocator } from "../../src/ladder/diagnosis/locate-evidence.ts";
import type { Trial } from "../../src/spec/exam.ts";
import { type Plant, plantFailures, PLANTS, type PlantedQuestion, TRUTH } from "./planted-failures.ts";
import { openPlantedLibrary } from "./planted-library.ts";
import { ARM_NAMES, sitPlanted } from "./sit-planted.ts";

export type PlantCounts = {
  readonly plant: Plant;
  readonly questions: number;
  /** Plants that had no effect, such as a broken chunk that holds its short sentence all the same; judged by what then is true. */
  readonly withoutEffect: number;
  readonly rightCell: number;
  readonly rightRemedy: number;
  /** Named most often: what a team would be told of this kind. */
  readonly usualRemedy: string;
  readonly wrong: readonly string[];
};

export type DiagnosedWorld = { readonly diagnosis: Diagnosis; readonly counts: readonly PlantCounts[] };

export async function diagnosePlanted(seed: number): Promise<DiagnosedWorld> {
  const company = createCompany({ seed: `diagnosis ${seed}`, split: "exam", size: 1 });
  const exam = plantFailures(company, randomFrom(`plants ${seed}`));
  await using library = await openPlantedLibrary(company, exam);
  const trials: Trial[] = [];
  const truths = new Map<string, { planted: PlantedQuestion; truth: (typeof TRUTH)[Plant]; hasEffect: boolean }>();
  for (const planted of exam.questions) {
    const sat = await sitPlanted(planted, library);
    trials.push(...sat.trials);
    truths.set(planted.question.id, { planted, ...truthOf(planted, sat) });
  }
  const locate = await createEvidenceLocator(library.store);
  const diagnosis = await diagnoseExam(trials, { arms: ARM_NAMES, locate });
  return { diagnosis, counts: PLANTS.map((plant) => countPlant(plant, diagnosis, truths)) };
}

/** By what the reader saw and what came out of the answerer, neither of which the diagnosis is told. */
function truthOf({ plant }: PlantedQuestion, { sawFact, trials }: Awaited<ReturnType<typeof sitPlanted>>) {
  const retrieved = trials.find(({ arm }) => arm === ARM_NAMES.retrieved)?.outcome;
  const isAnswered = retrieved?.kind === "answered" && retrieved.answer.answered;
  const looksUp = plant === "unknown" || plant === "distracted";
  if (looksUp && !sawFact) return { truth: TRUTH["wrong-language"], hasEffect: false };
  const isHarmless = (plant === "broken-chunking" || plant === "wrong-language") && sawFact;
  if (isHarmless) return { truth: TRUTH.unknown, hasEffect: false };
  // why: the answerer holds each claim against its passage, and may refuse what the reader made up.
  if (plant === "unanswerable" && !isAnswered) return { truth: TRUTH["rightly-refused"], hasEffect: false };
  return { truth: TRUTH[plant], hasEffect: true };
}

type Truths = ReadonlyMap<
  string,
  { readonly planted: PlantedQuestion; readonly truth: (typeof TRUTH)[Plant]; readonly hasEffect: boolean }
>;

function countPlant(plant: Plant, { questions }: Diagnosis, truths: Truths): PlantCounts {
  const own = questions.flatMap((diagnosed) => {
    const known = truths.get(diagnosed.question.id);
    return known?.planted.plant === plant ? [{ diagnosed, ...known }] : [];
  });
  const withEffect = own.filter(({ hasEffect }) => hasEffect);
  const remedies = Map.groupBy(withEffect, ({ diagnosed }) => diagnosed.remedy);
  const usual = [...remedies].toSorted(([, one], [, other]) => other.length - one.length)[0];
  const wrong = own.filter(({ diagnosed, truth }) => diagnosed.cell !== truth.cell);
  return {
    plant,
    questions: own.length,
    withoutEffect: own.length - withEffect.length,
    rightCell: own.length - wrong.length,
    rightRemedy: own.filter(({ diagnosed, truth }) => diagnosed.remedy === truth.remedy).length,
    usualRemedy: usual?.[0] ?? "-",
    wrong: wrong.map(
      ({ diagnosed, truth }) =>
        `${diagnosed.question.id}: ${diagnosed.cell} instead of ${truth.cell}: ${diagnosed.question.question} → ${diagnosed.retrieved?.text ?? ""}`,
    ),
  };
}

export function addPlantCounts(one: readonly PlantCounts[], other: readonly PlantCounts[]): readonly PlantCounts[] {
  return one.map((first) => {
    const second = other.find(({ plant }) => plant === first.plant);
    if (second === undefined) return first;
    return {
      plant: first.plant,
      questions: first.questions + second.questions,
      withoutEffect: first.withoutEffect + second.withoutEffect,
      rightCell: first.rightCell + second.rightCell,
      rightRemedy: first.rightRemedy + second.rightRemedy,
      usualRemedy: first.usualRemedy === "-" ? second.usualRemedy : first.usualRemedy,
      wrong: [...first.wrong, ...second.wrong],
    };
  });
}
