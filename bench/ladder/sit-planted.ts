// Sits an exam with planted failures through three arms: without documents, with what the search finds, with the right passage in hand.
import { createModelAnswerer } from "../../src/answer/model/create-model-answerer.ts";
import { packagedTemplate } from "../../src/answer/model/prompt/packaged-template.ts";
import { passageOfDocument, type SourcePassage } from "../../src/answer/model/prompt/source-passage.ts";
import { STANDARD_ANALYZER } from "../../src/library/index/analyze.ts";
import type { Answer } from "../../src/spec/answer.ts";
import type { Trial } from "../../src/spec/exam.ts";
import { buildAnswer } from "../../src/testing/index.ts";
import type { PlantedQuestion } from "./planted-failures.ts";
import type { PlantedLibrary } from "./planted-library.ts";
import { createScriptedReader } from "./scripted-reader.ts";

export const ARM_NAMES = { closed: "A1", retrieved: "A2", oracle: "A3" } as const;

export type Sat = {
  readonly trials: readonly Trial[];
  /** Whether the search laid the fact before the reader: by the reader's own account, which the diagnosis does not see. */
  readonly sawFact: boolean;
};

export async function sitPlanted(planted: PlantedQuestion, library: PlantedLibrary): Promise<Sat> {
  const { question } = planted;
  const closed =
    planted.plant === "known" ? buildAnswer(`${planted.right}.`) : buildAnswer("I don't know.", { answered: false });
  const reader = createScriptedReader(planted);
  const retrieved = await askReader(planted, library, { reader });
  const sawFact = reader.sawFact();
  const evidence = await evidenceOf(planted, library);
  const oracle = await askReader(planted, library, { reader: createScriptedReader(planted), evidence });
  const trial = (arm: string, answer: Answer): Trial => ({
    question,
    arm,
    repeat: 0,
    outcome: { kind: "answered", answer, retrieved: (answer.trace?.shown ?? []).map(({ documentId }) => documentId) },
  });
  return {
    trials: [trial(ARM_NAMES.closed, closed), trial(ARM_NAMES.retrieved, retrieved), trial(ARM_NAMES.oracle, oracle)],
    sawFact,
  };
}

type Reading = {
  readonly reader: ReturnType<typeof createScriptedReader>;
  /** Shown instead of what a search finds. */
  readonly evidence?: readonly SourcePassage[];
};

async function askReader(
  { question: { question, principals } }: PlantedQuestion,
  { store, retriever }: PlantedLibrary,
  { reader, evidence }: Reading,
): Promise<Answer> {
  const answerer = createModelAnswerer({
    model: reader,
    retriever,
    readDocument: async (id, as) => store.document(id, as),
    analyze: STANDARD_ANALYZER,
    template: packagedTemplate(),
    ...(evidence === undefined
      ? {}
      : { readAll: async () => Promise.resolve(evidence), settings: { wholeLibraryTokens: 8000 } }),
  });
  const events = await Array.fromAsync(answerer.answer({ question, principals }));
  const last = events.at(-1);
  if (last?.kind !== "finish") throw new Error(`no answer to ${question}`);
  return last.answer;
}

/** Around the quote, as much as a passage holds; the beginning of the named documents where it does not stand in them. */
const AROUND = 400;

async function evidenceOf(
  { question: { principals, expected } }: PlantedQuestion,
  { store }: PlantedLibrary,
): Promise<readonly SourcePassage[]> {
  const documents = await Promise.all((expected.sources ?? []).map(async (id) => store.document(id, principals)));
  return documents.flatMap((document): SourcePassage[] => {
    if (document === undefined) return [];
    const whole = passageOfDocument(document);
    const [quote = ""] = expected.quotes ?? [];
    const at = Math.max(0, whole.text.indexOf(quote));
    const start = Math.max(0, at - AROUND);
    const end = Math.min(whole.text.length, at + quote.length + AROUND);
    return [{ ...whole, start, end, text: whole.text.slice(start, end) }];
  });
}
