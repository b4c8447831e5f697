// `node bench/answer/parts.ts [--companies 4] [--passages 5]`: questions of the lab that need two documents, asked with one search and
// taken apart. The model is made up: it divides a question as a capable one would, from the question's own words, and answers
// nothing; the searches are real. Printed is how often both documents were shown to it, with as many passages either way.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";

import type { Company, CompanyFact, CompanyQuestion } from "../../lab/world/company/company.ts";
import { createCompany } from "../../lab/world/create-company.ts";
import { writeCompany } from "../../lab/world/write-company.ts";
import { createModelAnswerer } from "../../src/answer/model/create-model-answerer.ts";
import type { DivideBy } from "../../src/answer/model/parts/divide-question.ts";
import { packagedTemplate } from "../../src/answer/model/prompt/packaged-template.ts";
import { openProject } from "../../src/app/open-project.ts";
import type { Project } from "../../src/app/project/project.ts";
import { STANDARD_ANALYZER } from "../../src/library/index/analyze.ts";
import type { Answer } from "../../src/spec/answer.ts";
import type { ChatEvent, ChatModel, ChatRequest } from "../../src/spec/chat.ts";
import { percent } from "../quoting/intervals.ts";

const { values } = parseArgs({
  options: {
    companies: { type: "string", default: "4" },
    passages: { type: "string", default: "5" },
  },
});

const KINDS = ["joint", "chained", "fact"] as const;
/** Questions about one fact, to see what dividing does to those. */
const MOST_FACTS = 60;

type Tried = {
  readonly kind: CompanyQuestion["kind"];
  readonly by: DivideBy;
  readonly found: number;
  readonly wanted: number;
};

async function main(): Promise<void> {
  const tried: Tried[] = [];
  for (let seed = 1; seed <= Number(values.companies); seed += 1) tried.push(...(await tryCompany(seed)));
  for (const kind of KINDS) {
    for (const by of ["off", "auto"] as const) {
      const own = tried.filter((one) => one.kind === kind && one.by === by);
      const all = own.filter(({ found, wanted }) => found === wanted).length;
      const sum = (count: (one: Tried) => number): number => own.reduce((total, one) => total + count(one), 0);
      const each = percent(
        sum(({ found }) => found),
        sum(({ wanted }) => wanted),
      );
      console.log(
        `${kind} ${by === "off" ? "one search" : "by parts"}: all sources shown ${percent(all, own.length)}, each ${each}`,
      );
    }
  }
}

async function tryCompany(seed: number): Promise<readonly Tried[]> {
  const folder = mkdtempSync(join(tmpdir(), "schoolbook-parts-"));
  try {
    const company = createCompany({ seed, split: "exam", size: 2 });
    writeCompany(company, folder);
    await using project = await openProject({
      folder,
      config: { sources: { docs: { kind: "folder", path: "documents" } } },
    });
    await project.sync();
    const tried: Tried[] = [];
    for (const question of chosen(company)) {
      for (const by of ["off", "auto"] as const) {
        const { trace } = await ask(project, question, { company, by });
        const shown = new Set(trace?.shown.map(({ documentId }) => documentId));
        const found = question.documentIds.filter((id) => shown.has(`docs:${id}`)).length;
        tried.push({ kind: question.kind, by, found, wanted: question.documentIds.length });
      }
    }
    return tried;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function chosen({ questions }: Company): readonly CompanyQuestion[] {
  const pairs = questions.filter(
    ({ kind, documentIds }) => (kind === "joint" || kind === "chained") && documentIds.length > 1,
  );
  return [...pairs, ...questions.filter(({ kind }) => kind === "fact").slice(0, MOST_FACTS)];
}

type Asking = { readonly company: Company; readonly by: DivideBy };

async function ask(project: Project, question: CompanyQuestion, { company, by }: Asking): Promise<Answer> {
  const answerer = createModelAnswerer({
    model: dividingModel(partsOf(question, company)),
    retriever: {
      search: async ({ query, principals, limit }) => project.search(query, { as: principals, limit }),
    },
    readDocument: async (id, principals) => project.document(id, { as: principals }),
    analyze: STANDARD_ANALYZER,
    template: packagedTemplate(),
    settings: { divide: by, passages: Number(values.passages) },
  });
  const principals = [...new Set(question.acls.flatMap(([first]) => first ?? []))];
  for await (const event of answerer.answer({ question: question.question, principals })) {
    if (event.kind === "finish") return event.answer;
  }
  throw new Error("There was no answer.");
}

/** What somebody who understands the question makes of it; nothing of the answer is in it. */
function partsOf({ kind, question, factIds }: CompanyQuestion, { facts }: Company): readonly string[] {
  const [first, second] = factIds.map((id) => facts.find((fact) => fact.id === id));
  if (first === undefined || second === undefined) return [];
  const asked = ({ attribute, subject }: CompanyFact): string => `What is the ${attribute} of ${subject}?`;
  if (kind === "joint") return [asked(first), asked(second)];
  const bridge = `the ${first.attribute} of ${first.subject}`;
  return kind === "chained" && question.includes(bridge) ? [asked(first), question.replace(bridge, "{1}")] : [];
}

function dividingModel(parts: readonly string[]): ChatModel {
  return {
    id: "made up",
    can: { json: true, tools: false, score: false, adapters: false },
    contextTokens: 32_768,
    generate: (request) => reply(request, parts),
  };
}

async function* reply({ json }: ChatRequest, parts: readonly string[]): AsyncGenerator<ChatEvent> {
  const text =
    json === undefined ? "I don't know." : JSON.stringify({ one_search_finds_all: parts.length === 0, parts });
  yield { kind: "text-delta", text };
  const usage = { inputTokens: { total: 0, cached: 0 }, outputTokens: { total: 0, reasoning: 0 } };
  yield { kind: "finish", reason: "stop", usage };
}

await main();
