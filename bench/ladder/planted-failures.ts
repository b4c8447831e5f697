// Questions of a lab company in which failures are planted, each with the cell and the remedy that a diagnosis should name.
import type { Company, CompanyFact, CompanyQuestion } from "../../lab/world/company/company.ts";
import { houseReply } from "../../lab/world/house-style.ts";
import { type Random, shuffled } from "../../lab/world/random.ts";
import type { Cell, Remedy } from "../../src/ladder/diagnosis/diagnosis.ts";
import type { Expected, Question } from "../../src/spec/exam.ts";
import { inOtherScript } from "./other-script.ts";

export const PLANTS = [
  "known", // the model knows it without documents
  "unknown", // nothing is wrong but that it has to be looked up
  "missing-document",
  "broken-chunking",
  "wrong-language",
  "format-defect",
  "unanswerable",
  "rightly-refused",
  "outdated-fact",
  "forbidden-document",
  "misread",
  "distracted",
] as const;
export type Plant = (typeof PLANTS)[number];

export const TRUTH: Readonly<Record<Plant, { readonly cell: Cell; readonly remedy: Remedy }>> = {
  known: { cell: "fine", remedy: "none" },
  unknown: { cell: "knowledge", remedy: "book" },
  "missing-document": { cell: "missing", remedy: "documents" },
  "broken-chunking": { cell: "retrieval", remedy: "retrieval" },
  "wrong-language": { cell: "retrieval", remedy: "retrieval" },
  "format-defect": { cell: "behaviour", remedy: "school" },
  unanswerable: { cell: "abstention", remedy: "both" },
  "rightly-refused": { cell: "fine", remedy: "none" },
  "outdated-fact": { cell: "outdated", remedy: "documents" },
  "forbidden-document": { cell: "forbidden", remedy: "access" },
  misread: { cell: "reading", remedy: "both" },
  distracted: { cell: "reading", remedy: "both" },
};

export type PlantedQuestion = {
  readonly plant: Plant;
  readonly question: Question;
  /** The sentence that the reader has to see in order to answer. */
  readonly sentence?: string;
  /** What it says when it reads right, and when it does not. */
  readonly right: string;
  readonly wrong: string;
};

export type PlantedExam = {
  readonly questions: readonly PlantedQuestion[];
  readonly missingDocuments: ReadonlySet<string>;
  readonly brokenDocuments: ReadonlySet<string>;
};

const ON_QUESTIONS = [
  "known",
  "unknown",
  "unknown",
  "wrong-language",
  "format-defect",
  "misread",
  "distracted",
] as const;

export function plantFailures(company: Company, random: Random): PlantedExam {
  const ids = shuffled(
    random,
    company.documents.map(({ id }) => id),
  );
  const missingDocuments = new Set(ids.slice(0, 2));
  const brokenDocuments = new Set(ids.slice(2, 5));
  const facts = usableFacts(company);
  const changes = new Map(company.upcoming.map((change) => [change.factId, change]));
  let next = 0;
  const answerable = shuffled(random, company.questions).flatMap((asked): PlantedQuestion[] => {
    const fact = facts.get(asked.factIds[0] ?? "");
    if (asked.kind !== "fact" || asked.documentIds.length !== 1 || fact === undefined) return [];
    const [documentId = ""] = asked.documentIds;
    if (missingDocuments.has(documentId)) return [planted("missing-document", asked, fact)];
    if (brokenDocuments.has(documentId)) return [planted("broken-chunking", asked, fact)];
    const change = changes.get(fact.id);
    if (change !== undefined) return [outdated(planted("outdated-fact", asked, fact), change)];
    if (!fact.acl.includes("public") && next % 4 === 0) {
      next += 1;
      return [forbidden(planted("forbidden-document", asked, fact))];
    }
    const plant = ON_QUESTIONS[next % ON_QUESTIONS.length] ?? "unknown";
    next += 1;
    return [dressed(planted(plant, asked, fact), company)];
  });
  const unanswerable = company.questions
    .filter(({ refuse }) => refuse)
    .slice(0, 60)
    .map((asked, at) => refusable(at % 2 === 0 ? "unanswerable" : "rightly-refused", asked));
  return { questions: [...answerable, ...unanswerable], missingDocuments, brokenDocuments };
}

/** Facts whose sentence stands once in all documents, so that seeing it is seeing them. */
function usableFacts({ documents, facts }: Company): ReadonlyMap<string, CompanyFact> {
  const all = documents.map(({ text }) => text).join("\n");
  const present = facts.filter(({ validTo, sentence }) => validTo === undefined && all.split(sentence).length === 2);
  return new Map(present.map((fact) => [fact.id, fact]));
}

function planted(plant: Plant, asked: CompanyQuestion, fact: CompanyFact): PlantedQuestion {
  const { answers, documentIds, question, clauses } = asked;
  const expected = { answers: answers[0] ?? [], sources: documentIds, quotes: [fact.sentence] };
  const right = clauses[0] ?? "";
  return {
    plant,
    question: questionOf(asked.id, { text: question, expected, principals: fact.acl, cluster: documentIds[0] ?? "" }),
    sentence: fact.sentence,
    right,
    wrong: right.replace(fact.value, "something else"),
  };
}

type Parts = {
  readonly text: string;
  readonly expected: Expected;
  readonly principals: readonly string[];
  readonly cluster: string;
};

function questionOf(id: string, { text, expected, principals, cluster }: Parts): Question {
  return { id, question: text, principals, expected, axis: "both", cluster, tags: [] };
}

/** The exam knows of a change that the library has not been told. */
function outdated(
  { question, ...rest }: PlantedQuestion,
  { after, answers }: { readonly after: string; readonly answers: readonly string[] },
): PlantedQuestion {
  const expected = { ...question.expected, answers, quotes: [after] };
  return { ...rest, question: { ...question, expected } };
}

function forbidden({ question, ...rest }: PlantedQuestion): PlantedQuestion {
  return { ...rest, question: { ...question, principals: ["public"] } };
}

/** Asked in another script, or wanted in the form of the house. */
function dressed(given: PlantedQuestion, { houseStyle }: Company): PlantedQuestion {
  const { plant, question, right } = given;
  if (plant === "wrong-language")
    return { ...given, question: { ...question, question: inOtherScript(question.question) } };
  if (plant !== "format-defect") return given;
  const schema = {
    type: "object",
    properties: Object.fromEntries(houseStyle.fields.map((field) => [field, {}])),
    required: [...houseStyle.fields],
    additionalProperties: false,
  };
  const example = houseReply(houseStyle, { answer: right, source: 1 });
  return { ...given, question: { ...question, expected: { ...question.expected, json: { schema } }, tags: [example] } };
}

function refusable(plant: Plant, asked: CompanyQuestion): PlantedQuestion {
  const expected = { unanswerable: true };
  const parts = { text: asked.question, expected, principals: asked.acls[0] ?? [], cluster: asked.id };
  return { plant, question: questionOf(asked.id, parts), right: asked.refusal, wrong: "It is 12 crowns" };
}
