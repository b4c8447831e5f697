// Prompts made from a company's own passages, and examples of the house style for school.
import { type HouseStyle, houseReply } from "../house-style.ts";
import { chance, type Random, shuffled, whole } from "../random.ts";
import { type Message, readingMessages } from "../reading-prompt.ts";
import type { Company, CompanyPassage, CompanyQuestion, HouseExample } from "./company.ts";

type Shelf = Pick<Company, "passages" | "decoys">;

export type PassagePrompt = {
  readonly messages: readonly Message[];
  readonly passages: readonly CompanyPassage[];
  /** Numbers of the passages that say it. */
  readonly cites: readonly number[];
  /** The plain cited sentence, or the refusal where no passage says it: what RAFT rows teach. */
  readonly reply: string;
};

export type PromptOptions = {
  readonly random: Random;
  /** How many passages that do not say it. */
  readonly distractors: number;
  /** Leave out the passages that say it: the retriever failed. */
  readonly withoutSource?: boolean;
};

/** A reading prompt for the question: one source per fact and so many distractors, in random order. */
export function passagePrompt(
  { passages, decoys }: Shelf,
  question: CompanyQuestion,
  { random, distractors, withoutSource = false }: PromptOptions,
): PassagePrompt {
  const byId = new Map([...passages, ...decoys].map((passage) => [passage.id, passage]));
  const sources = withoutSource
    ? []
    : question.factIds.flatMap((factId) => passages.find(({ factIds }) => factIds.includes(factId)) ?? []);
  const misleading = shuffled(random, question.distractors).flatMap(({ passageId }) => byId.get(passageId) ?? []);
  const others = [...misleading, ...shuffled(random, passages)].filter(
    ({ factIds, acl }) => !factIds.some((id) => question.factIds.includes(id)) && isClearedLike(acl, question),
  );
  const shown = shuffled(random, [...new Set([...sources, ...[...new Set(others)].slice(0, distractors)])]);
  const cites = [...new Set(sources)].map((source) => shown.indexOf(source) + 1);
  return {
    messages: readingMessages(shown, question.question),
    passages: shown,
    cites,
    reply: plainReply(
      question,
      sources.map((source) => shown.indexOf(source) + 1),
    ),
  };
}

/** `The lead of the Brasko team is Mira Toldan [1] and the extension of Mira Toldan is 4821 [2].` */
function plainReply({ clauses, refusal }: CompanyQuestion, places: readonly number[]): string {
  if (clauses.length === 0 || places.length < clauses.length) return refusal;
  return `${clauses.map((clause, at) => `${clause} [${places[at] ?? 0}]`).join(" and ")}.`;
}

/** No passage that the one who asks might not read. */
function isClearedLike(acl: readonly string[], { acls }: CompanyQuestion): boolean {
  return acl.includes("public") || acls.every((source) => source.join() === acl.join());
}

/** One example per question of the part kept for school; none of them is about a subject of the exam. */
export function houseExamples(
  random: Random,
  shelf: Shelf & { readonly houseStyle: HouseStyle },
  questions: readonly CompanyQuestion[],
): readonly HouseExample[] {
  const own = { ...shelf, passages: shelf.passages.filter(({ part }) => part === "school") };
  const usable = questions.filter(({ part, kind }) => part === "school" && kind !== "joint" && kind !== "chained");
  return usable.map((question, at) => {
    const withoutSource = !question.refuse && chance(random, 0.08);
    const prompt = passagePrompt(own, question, { random, distractors: whole(random, 1, 3), withoutSource });
    const [source] = prompt.cites;
    const missing = question.refuse || source === undefined;
    return {
      id: `h${at + 1}`,
      messages: prompt.messages,
      reply: houseReply(shelf.houseStyle, missing ? {} : { answer: question.reply, source }),
      acls: prompt.passages.map(({ acl }) => acl),
      documentIds: [...new Set(prompt.passages.flatMap(({ documentId }) => documentId ?? []))],
      questionId: question.id,
    };
  });
}
