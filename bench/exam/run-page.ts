// `node bench/exam/run-page.ts [--questions 300] [--arms 8] [--out FILE]`: how large the page of a run is and how long it takes. The
// documents and questions are those of a company of the lab, the passages those of real searches; the answers are made up: right,
// wrong, refused or failed, each arm in its own shares, with the sentences that a search found as their quotes.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";

import type { CompanyQuestion } from "../../lab/world/company/company.ts";
import { createCompany } from "../../lab/world/create-company.ts";
import { randomFrom, shuffled } from "../../lab/world/random.ts";
import { writeCompany } from "../../lab/world/write-company.ts";
import { runProjectExam } from "../../src/app/exam/run-project-exam.ts";
import { writeRunPage } from "../../src/app/exam/write-run-page.ts";
import { openProject } from "../../src/app/open-project.ts";
import type { Project, SearchResult } from "../../src/app/project/project.ts";
import { SchoolbookError } from "../../src/core/errors.ts";
import { seededRandom, systemRuntime } from "../../src/core/runtime.ts";
import type { AskArm } from "../../src/exam/run/ask-arm.ts";
import type { Answer, Citation } from "../../src/spec/answer.ts";
import type { Arm, Question } from "../../src/spec/exam.ts";

const { values } = parseArgs({
  options: {
    questions: { type: "string", default: "300" },
    arms: { type: "string", default: "8" },
    out: { type: "string" },
  },
});

const NAMES = ["A0", "A1", "A2", "A3", "A4", "A5", "A6", "AL"] as const;
const PASSAGES = 5;

async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "schoolbook-page-"));
  try {
    const company = createCompany({ seed: 7, split: "exam", size: 2 });
    writeCompany(company, folder);
    const config = { embedder: null, sources: { docs: { kind: "folder", path: "documents" } } } as const;
    await using project = await openProject({ folder, config });
    await project.sync();
    const as = [...new Set(company.groups.map(({ principal }) => principal)), "public"];
    const picked = shuffled(randomFrom("page"), company.questions).slice(0, Number(values.questions));
    const questions = picked.map((one) => questionOf(one));
    const arms = NAMES.slice(0, Number(values.arms)).map(armOf);
    const known = new Map(picked.map((one) => [one.id, one]));
    const ask = simulated(project, known, picked);
    const runtime = { ...systemRuntime(), random: seededRandom(1) };
    const report = await runProjectExam(project, { as, run: "page", questions, arms, repeats: 1, ask, runtime });
    const to = values.out ?? join(folder, "page.html");
    const start = performance.now();
    const page = await writeRunPage(project, { as, run: "page", to, runtime, force: true });
    const ms = performance.now() - start;
    console.log(`${questions.length} questions × ${arms.length} arms: ${report.rows} rows, ${report.failed} failed`);
    console.log(`page ${page.bytes} bytes, read, scored and written in ${ms.toFixed(0)} ms`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function questionOf({ id, question, answers, refuse, documentIds, kind, acls }: CompanyQuestion): Question {
  const principals = [...new Set(acls.flatMap(([first]) => first ?? []))];
  const sources = documentIds.map((document) => `docs:${document}`);
  return {
    id,
    question,
    principals: principals.length === 0 ? ["public"] : principals,
    expected: refuse ? { unanswerable: true } : { contains: answers.flatMap(([first]) => first ?? []), sources },
    axis: "knowledge",
    cluster: documentIds[0] ?? id,
    tags: [kind],
  };
}

function armOf(name: string): Arm {
  const isOpen = name !== "A0" && name !== "A1" && name !== "A4";
  return {
    name,
    context: isOpen ? { kind: "search", limit: PASSAGES, library: "1" } : { kind: "none" },
    model: `made-up:${name}`,
    template: { name: "answer.md", hash: "0".repeat(32) },
  };
}

function simulated(
  project: Project,
  known: ReadonlyMap<string, CompanyQuestion>,
  all: readonly CompanyQuestion[],
): AskArm {
  return async (question, arm) => {
    const random = randomFrom(`${question.id} ${arm.name}`);
    const own = known.get(question.id);
    if (own === undefined) throw new SchoolbookError("internal", "It was never asked.");
    const isOpen = arm.context.kind !== "none";
    const found = isOpen
      ? await project.search(question.question, { as: question.principals, limit: PASSAGES })
      : undefined;
    const [right, refused, failed] = isOpen ? [0.75, 0.9, 0.998] : [0.15, 0.5, 0.999];
    const drawn = random();
    if (drawn > failed) throw new SchoolbookError("engine_failed", "The model's reply broke off.");
    const other = all[Math.floor(random() * all.length)]?.reply ?? own.reply;
    const isRefused = (drawn > right && drawn < refused) || own.reply === "";
    const answer = answerOf(isRefused ? own.refusal : drawn <= right ? own.reply : other, found, !isRefused);
    const shown = answer.trace?.shown ?? [];
    return { answer, retrieved: [...new Set(shown.map(({ documentId }) => documentId))], costUsd: 0.0004 };
  };
}

function answerOf(text: string, found: SearchResult | undefined, answered: boolean): Answer {
  const hits = found?.hits ?? [];
  const claim = { start: 0, end: text.length };
  const citations = answered ? hits.slice(0, 1).map((hit) => citationOf(hit, claim)) : [];
  const shown = hits.map(({ passage, score }, at) => {
    const { documentId, start, end, headings, document } = passage;
    const { contentHash, uri, title } = document;
    return { number: at + 1, documentId, contentHash, uri, title, headings, start, end, score };
  });
  return {
    text: citations.length > 0 ? `${text} [1]` : text,
    answered,
    citations,
    model: "made up",
    usage: { inputTokens: { total: 180 + shown.length * 90, cached: 0 }, outputTokens: { total: 24, reasoning: 0 } },
    timingsMs: {},
    ...(citations.length === 0 && answered ? { unsupported: [{ ...claim, reason: "unmarked" as const }] } : {}),
    trace: {
      shown,
      retrieval: "search",
      templateHash: "0".repeat(64),
      promptTokens: { total: 180 + shown.length * 90, estimated: false },
    },
  };
}

function citationOf({ passage }: SearchResult["hits"][number], claim: Citation["claim"]): Citation {
  const { documentId, headings, document, start, text } = passage;
  const { contentHash, uri, title } = document;
  const quote = text.trim().split(/(?<=\.)\s/u)[0] ?? "";
  const from = start + text.indexOf(quote);
  return { documentId, contentHash, uri, title, headings, quote, start: from, end: from + quote.length, claim };
}

await main();
