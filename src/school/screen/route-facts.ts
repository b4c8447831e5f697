// What becomes of a set once it is known what the base knows: unknown facts go to the library, their rows are rewritten.
import type { TrainExample, TrainMessage } from "../../spec/training.ts";
import { lastExchange, messageText } from "../examples/message-text.ts";
import type { AskedFact } from "./ask-fact.ts";
import { KNOWLEDGE, type Knowledge } from "./fact.ts";
import type { RowKind } from "./find-facts.ts";
import { type FactDocument, writeFactDocuments } from "./write-fact-documents.ts";

/** What to do with rows that teach what the base does not know. */
export const UNKNOWN_POLICIES = ["read", "refuse", "drop", "keep"] as const;
export type UnknownPolicy = (typeof UNKNOWN_POLICIES)[number];

export type RouteOptions = {
  readonly examples: readonly TrainExample[];
  readonly kinds: readonly RowKind[];
  readonly asked: readonly AskedFact[];
  readonly policy: UnknownPolicy;
  /** Writes the prompt of a row that reads its answer, in the very form in which answers are asked for later. */
  readonly readingPrompt: (passage: ReadPassage, question: string) => readonly TrainMessage[];
  /** What a row that does not know says; default: in English. */
  readonly refusal?: string;
};

export type ReadPassage = { readonly title: string; readonly text: string };

export type RoutedSet = {
  readonly examples: readonly TrainExample[];
  readonly documents: readonly FactDocument[];
  readonly report: RouteReport;
};

export type RouteReport = {
  readonly rows: number;
  readonly form: number;
  readonly facts: Readonly<Record<Knowledge, number>>;
  readonly factRows: Readonly<Record<Knowledge, number>>;
  /** Share of all rows that teach facts which the base does not know. */
  readonly unknownShare: number;
  readonly rewritten: number;
  readonly dropped: number;
  readonly cost: readonly string[];
};

export const REFUSAL = "I don't know.";

export function routeFacts(options: RouteOptions): RoutedSet {
  const { examples, kinds, asked, policy } = options;
  const knowledge = new Map(asked.flatMap((one) => one.fact.rows.map((row) => [row, one.knowledge] as const)));
  const unknown = asked.filter((one) => one.knowledge === "Unknown");
  const documents = writeFactDocuments(
    unknown.map(({ fact }) => fact),
    examples,
  );
  const placeOf = new Map(
    documents.flatMap((document) =>
      document.entries.flatMap((entry) => entry.rows.map((row) => [row, { document, entry }] as const)),
    ),
  );
  let [rewritten, dropped] = [0, 0];
  const routed = examples.flatMap((example, row): readonly TrainExample[] => {
    const place = placeOf.get(row);
    if (place === undefined || policy === "keep") return [example];
    if (policy === "drop") {
      dropped += 1;
      return [];
    }
    rewritten += 1;
    return [policy === "refuse" ? refusing(example, options) : reading(example, place, options)];
  });
  const count = (of: Iterable<Knowledge>): Record<Knowledge, number> => {
    const counts = { HighlyKnown: 0, MaybeKnown: 0, WeaklyKnown: 0, Unknown: 0 };
    for (const name of of) counts[name] += 1;
    return counts;
  };
  const factRows = count(knowledge.values());
  const unknownShare = examples.length === 0 ? 0 : factRows.Unknown / examples.length;
  const form = kinds.filter((kind) => kind === "form").length;
  const facts = count(asked.map((one) => one.knowledge));
  const cost = knownCost({ factRows, rows: examples.length });
  return {
    examples: routed,
    documents,
    report: { rows: examples.length, form, facts, factRows, unknownShare, rewritten, dropped, cost },
  };
}

/** The answer is there to be read, so that the row teaches to read and not to recall. */
function reading(
  example: TrainExample,
  { document, entry }: { readonly document: FactDocument; readonly entry: FactDocument["entries"][number] },
  { readingPrompt }: RouteOptions,
): TrainExample {
  const { before, reply } = lastExchange(example);
  const asked = before.findLast(({ role }) => role === "user");
  const prompt = readingPrompt(
    { title: document.title, text: entry.text },
    asked === undefined ? "" : messageText(asked),
  );
  return {
    ...example,
    messages: reply === undefined ? prompt : [...prompt, reply],
    tags: [...(example.tags ?? []), "screened-read"],
  };
}

function refusing(example: TrainExample, { refusal = REFUSAL }: RouteOptions): TrainExample {
  const { before } = lastExchange(example);
  return {
    ...example,
    messages: [...before, { role: "assistant", content: refusal }],
    tags: [...(example.tags ?? []), "screened-refuse"],
  };
}

type Costing = { readonly factRows: Readonly<Record<Knowledge, number>>; readonly rows: number };

/** The published figures (arXiv 2405.05904, a large model on 12 relations of facts); yours are measured by the exam. */
function knownCost({ factRows }: Costing): readonly string[] {
  const taught = KNOWLEDGE.reduce((sum, name) => sum + factRows[name], 0);
  if (taught === 0) return ["No row teaches a fact: nothing is known to be lost by training on it."];
  const share = factRows.Unknown / taught;
  if (share === 0) return ["The base knows every fact that the rows teach: none of them is known to cost anything."];
  return [
    `${(100 * share).toFixed(0)} % of the rows with facts teach what the base does not know.`,
    `By the published fit (36.9 + 7.3 × known share − 8.3 × unknown share, trained until all was learnt) that costs ${((7.3 + 8.3) * share).toFixed(1)} points on everything else that is asked; stopped early, next to nothing.`,
    'Answered by "I don\'t know" instead, unknown facts that were half of a set raised what was answered right there from 43 to 62 %.',
  ];
}
