// Makes a whole company from a seed: documents, access groups, facts, questions with answers, changes, house style.
import { askQuestions } from "./company/ask-questions.ts";
import type { Company, CompanyPassage, CompanyQuestion } from "./company/company.ts";
import { createGroups, slug } from "./company/groups.ts";
import { houseExamples } from "./company/house-examples.ts";
import { layOut } from "./company/lay-out.ts";
import { planChanges } from "./company/plan-changes.ts";
import { CHANGES_BEGIN, FIRST_DAY, recordFacts, type Recorded } from "./company/record-facts.ts";
import { writeDocument } from "./company/write-document.ts";
import { type Cast, createCast } from "./create-cast.ts";
import { createHouseStyle } from "./house-style.ts";
import type { PhrasingSet } from "./phrase.ts";
import { type Random, randomFrom } from "./random.ts";
import { lookAlikePassage } from "./tasks/pick-passages.ts";
import { dateBetween } from "./values.ts";

export type CompanyOptions = {
  readonly seed: string | number;
  readonly split: Company["split"];
  /** How many times the usual 33 subjects; 1 gives about 250 facts. */
  readonly size?: number;
  /** Training may draw from more phrasings than its documents do by themselves. */
  readonly phrasings?: Extract<PhrasingSet, "train" | "composed">;
};

/** The same options give the same company, byte by byte. */
export function createCompany({ seed, split, size = 1, phrasings: wanted = "train" }: CompanyOptions): Company {
  const random = randomFrom(`company/${split}/${seed}`);
  const cast = createCast({ random, split, size });
  const phrasings: PhrasingSet = split === "train" ? wanted : "exam";
  const written = layOut(random, cast).map((plan) =>
    writeDocument(plan, dateBetween(random, FIRST_DAY, CHANGES_BEGIN - 1), { random, phrasings }),
  );
  const { documents, passages, present, past } = recordFacts({ random, cast }, written);
  const changedIds = new Set(past.map(({ id }) => id.replace(/-before$/u, "")));
  const asked = askQuestions({ random, cast, phrasings, present, changedIds, passages });
  const { decoys, questions } = withDecoys({ random, cast, phrasings }, asked, present);
  const houseStyle = createHouseStyle(random, cast.company.split(" ")[0] ?? cast.company);
  return {
    id: `${split}-${slug(cast.company)}`,
    name: cast.company,
    seed: String(seed),
    split,
    groups: createGroups(random, cast),
    documents,
    passages,
    facts: [...present.map(({ fact }) => fact), ...past],
    questions,
    upcoming: planChanges({ random, cast, changedIds }, present),
    decoys,
    houseStyle,
    houseExamples: houseExamples(random, { passages, decoys, houseStyle }, questions),
  };
}

type Decoying = { readonly random: Random; readonly cast: Cast; readonly phrasings: PhrasingSet };

/** Each question about one fact gets a passage about a look-alike of its subject. */
function withDecoys(
  context: Decoying,
  questions: readonly CompanyQuestion[],
  present: readonly Recorded[],
): { readonly decoys: readonly CompanyPassage[]; readonly questions: readonly CompanyQuestion[] } {
  const known = new Map(present.map((record) => [record.fact.id, record]));
  const decoys: CompanyPassage[] = [];
  const extended = questions.map((question) => {
    const record = question.factIds.length === 1 ? known.get(question.factIds[0] ?? "") : undefined;
    if (record === undefined) return question;
    const { title, text } = lookAlikePassage(context, record.cast);
    const id = `d${decoys.length + 1}`;
    const date = dateBetween(context.random, FIRST_DAY, CHANGES_BEGIN);
    decoys.push({ id, title, date, text, acl: record.fact.acl, factIds: [], part: question.part });
    return { ...question, distractors: [...question.distractors, { kind: "look-alike" as const, passageId: id }] };
  });
  return { decoys, questions: extended };
}
