// Drafts questions from passages, one by one: proposed by a model or by rules, held against the passage, kept or dropped with its reason.
import { SchoolbookError, toSchoolbookError } from "../../core/errors.ts";
import type { Principals } from "../../spec/access.ts";
import type { ChatModel, ChatRequest, Usage } from "../../spec/chat.ts";
import type { Question } from "../../spec/exam.ts";
import { type AskedAlready, createAskedAlready } from "./asked-already.ts";
import { checkProposal, type Checked, type DropReason } from "./check-proposal.ts";
import { type DraftKind, type DraftPassage, DRAFT_KINDS, type Proposal } from "./draft-passage.ts";
import { DRAFT_REPLY, DRAFT_SCHEMA, draftPrompt } from "./draft-prompt.ts";
import { type CostUsd, MOST_TRIES, promptTokens } from "./forecast-draft.ts";
import { createRules } from "./propose-by-rules.ts";
import { readProposal } from "./read-proposal.ts";

export type DraftOptions = {
  readonly wanted: Readonly<Record<DraftKind, number>>;
  /** In the order in which they are tried: readable by the asker, but for `forbidden`, where they must not be. */
  readonly passages: (kind: DraftKind) => AsyncIterable<DraftPassage>;
  readonly askedBy: (kind: DraftKind) => Principals;
  /** Absent: rules propose. */
  readonly model?: ChatModel;
  /** None of these is asked again. */
  readonly existing: readonly Question[];
  /** Whether the documents that these principals may read answer it. */
  readonly isAnswered: (question: string, principals: Principals) => Promise<boolean>;
  readonly random: () => number;
  readonly costUsd: CostUsd;
  readonly budgetUsd?: number;
  readonly signal?: AbortSignal;
};

export type DraftEvent = {
  readonly kind: DraftKind;
  readonly documentId: string;
  readonly outcome: Checked;
  /** Of the call; absent where rules proposed. */
  readonly usage?: Usage;
};

/** After so many in a row, the next call would fail as well. */
const MOST_FAILURES = 3;

/** So many proposals of rules are looked at for each question that is wanted: each may take a search. */
const MOST_RULES = 40;

/** Ends when all are drafted, the passages are used up, or the next call could be beyond the budget. */
export async function* draftQuestions(options: DraftOptions): AsyncGenerator<DraftEvent> {
  const drafting = {
    ...options,
    asked: askedByAsker(options.existing),
    spent: { usd: 0 },
    failures: { count: 0 },
  };
  const propose = options.model === undefined ? byRules(drafting) : createAsking(drafting, options.model);
  let answerable = 0;
  for await (const event of draftKind("answerable", drafting, propose)) {
    if (event.outcome.kind === "drafted") answerable += 1;
    yield event;
  }
  const rest = { ...drafting, wanted: inProportion(options.wanted, answerable) };
  for (const kind of DRAFT_KINDS) if (kind !== "answerable") yield* draftKind(kind, rest, propose);
}

/** Where the documents gave few questions with an answer, as few without: who refused everything would pass otherwise. */
function inProportion(wanted: DraftOptions["wanted"], answerable: number): DraftOptions["wanted"] {
  if (wanted.answerable === 0) return wanted;
  const share = Math.min(1, answerable / wanted.answerable);
  return { ...wanted, unanswerable: Math.ceil(wanted.unanswerable * share) };
}

function askedByAsker(existing: readonly Question[]): Drafting["asked"] {
  const keyOf = (principals: Principals): string => JSON.stringify(principals.toSorted());
  const asked = new Map(
    [...Map.groupBy(existing, ({ principals }) => keyOf(principals))].map(([key, own]) => [
      key,
      createAskedAlready(own),
    ]),
  );
  return (principals) => {
    const known = asked.get(keyOf(principals)) ?? createAskedAlready([]);
    asked.set(keyOf(principals), known);
    return known;
  };
}

type Drafting = DraftOptions & {
  /** By who asks: somebody else who asks the same is told something else. */
  readonly asked: (principals: Principals) => AskedAlready;
  readonly spent: { usd: number };
  readonly failures: { count: number };
};

type Proposed = {
  readonly proposal: Proposal | DropReason;
  readonly usage?: Usage;
};

type Propose = (passage: DraftPassage, kind: DraftKind) => Promise<Proposed | "budget">;

async function* draftKind(kind: DraftKind, drafting: Drafting, propose: Propose): AsyncGenerator<DraftEvent> {
  const wanted = drafting.wanted[kind];
  let drafted = 0;
  let tried = 0;
  let proposed: number;
  do {
    proposed = 0;
    for await (const event of draftOnce(kind, drafting, propose)) {
      const { outcome } = event;
      const isEmpty = outcome.kind === "dropped" && outcome.reason === "nothing-to-ask";
      if (!isEmpty) proposed += 1;
      // why: a passage that is used up is told of once, by the first pass.
      if (!isEmpty || tried === 0) yield event;
      if (outcome.kind === "drafted") drafted += 1;
      if (drafted >= wanted || tried + proposed >= wanted * MOST_RULES) return;
    }
    tried += proposed;
    // why: rules find more than one fact in a passage, and cost nothing; a model was asked enough.
  } while (drafting.model === undefined && proposed > 0);
}

/** Goes through the passages once. */
async function* draftOnce(kind: DraftKind, drafting: Drafting, propose: Propose): AsyncGenerator<DraftEvent> {
  const { wanted, passages, signal, model } = drafting;
  let tried = 0;
  if (wanted[kind] <= 0) return;
  for await (const passage of passages(kind)) {
    signal?.throwIfAborted();
    if (model !== undefined && tried >= wanted[kind] * MOST_TRIES) return;
    const proposed = await propose(passage, kind);
    if (proposed === "budget") return;
    tried += 1;
    const outcome = await judge(proposed.proposal, { kind, passage }, drafting);
    if (outcome.kind === "drafted") drafting.asked(outcome.question.principals).add(outcome.question.question);
    const { usage } = proposed;
    yield { kind, documentId: passage.documentId, outcome, ...(usage === undefined ? {} : { usage }) };
  }
}

async function judge(
  proposal: Proposed["proposal"],
  { kind, passage }: { readonly kind: DraftKind; readonly passage: DraftPassage },
  { asked, askedBy, isAnswered, model }: Drafting,
): Promise<Checked> {
  if (typeof proposal === "string") return { kind: "dropped", reason: proposal };
  const principals = askedBy(kind);
  const checked = checkProposal(proposal, { kind, passage, principals, by: model === undefined ? "rules" : "model" });
  if (checked.kind === "dropped") return checked;
  const { question } = checked.question;
  if (asked(principals).has(question)) return { kind: "dropped", reason: "asked-already" };
  const isMeantOpen = kind === "answerable";
  if (!isMeantOpen && (await isAnswered(question, principals)))
    return { kind: "dropped", reason: "answered-after-all" };
  return checked;
}

function createAsking({ budgetUsd, costUsd, spent, failures, signal }: Drafting, model: ChatModel): Propose {
  const ask = createAsk(model, signal);
  return async (passage, kind) => {
    const likely = costUsd({ input: promptTokens(passage), output: DRAFT_REPLY.most }) ?? 0;
    if (budgetUsd !== undefined && spent.usd + likely > budgetUsd) return "budget";
    try {
      const { text, usage } = await ask(passage, kind);
      failures.count = 0;
      const tokens = { input: usage.inputTokens.total, output: usage.outputTokens.total };
      spent.usd += costUsd(tokens) ?? 0;
      return { proposal: readProposal(text) ?? "unreadable", usage };
    } catch (thrown) {
      signal?.throwIfAborted();
      failures.count += 1;
      if (failures.count >= MOST_FAILURES) throw toSchoolbookError(thrown);
      return { proposal: "model-failed" };
    }
  };
}

function byRules({ random, asked, askedBy }: Drafting): Propose {
  const propose = createRules(random);
  return async (passage, kind) => ({
    proposal: propose(passage, kind, asked(askedBy(kind)).has) ?? "nothing-to-ask",
  });
}

type Ask = (passage: DraftPassage, kind: DraftKind) => Promise<{ readonly text: string; readonly usage: Usage }>;

/** Servers that say they can be held to JSON and then refuse it are asked without, from then on. */
function createAsk(model: ChatModel, signal: AbortSignal | undefined): Ask {
  let holdsToJson = model.can.json;
  return async (passage, kind) => {
    const request = { prompt: draftPrompt(passage, kind), ...(signal === undefined ? {} : { abortSignal: signal }) };
    if (!holdsToJson) return collect(model, request);
    try {
      return await collect(model, { ...request, json: DRAFT_SCHEMA });
    } catch (thrown) {
      if (toSchoolbookError(thrown).code !== "input_invalid") throw thrown;
      const asked = await collect(model, request);
      holdsToJson = false;
      return asked;
    }
  };
}

async function collect(model: ChatModel, request: ChatRequest): ReturnType<Ask> {
  let text = "";
  for await (const event of model.generate({ ...request, temperature: 0, maxTokens: DRAFT_REPLY.most })) {
    if (event.kind === "text-delta") text += event.text;
    if (event.kind === "finish") return { text, usage: event.usage };
  }
  throw new SchoolbookError("engine_failed", "The model's reply broke off.");
}
