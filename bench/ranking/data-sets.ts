// Reads the ranking data sets into one shape: documents, questions, and which documents answer which question.
import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { gunzipSync } from "node:zlib";

import { z } from "zod";

import { parseCsv } from "./parse-csv.ts";

export type RankedDocument = { readonly id: string; readonly title: string; readonly text: string };

export type RankedQuestion = {
  readonly text: string;
  /** Questions of different groups share no documents, so that a group lies whole in one half of a set. */
  readonly group: string;
  /** Ids of the documents that answer it. */
  readonly relevant: ReadonlySet<string>;
  /** False where the data says that nothing answers it. */
  readonly answerable: boolean;
  /** Texts of which an answer has to contain one. */
  readonly answers: readonly string[];
};

export type RankingSet = {
  readonly documents: readonly RankedDocument[];
  readonly questions: readonly RankedQuestion[];
};

export type LabelledText = { readonly text: string; readonly label: string };

const FOLDER = resolve(process.env["SCHOOLBOOK_DATA"] ?? join(import.meta.dirname, "../../../shared/data"));

export function hasData(name: string): boolean {
  return existsSync(join(FOLDER, name));
}

function readText(path: string): string {
  const bytes = readFileSync(join(FOLDER, path));
  return (path.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("utf8");
}

function readJsonLines<Schema extends z.ZodType>(path: string, schema: Schema): z.infer<Schema>[] {
  const lines = readText(path).split("\n");
  return lines.filter((line) => line !== "").map((line) => schema.parse(JSON.parse(line)));
}

const ABSTRACT = z.object({ _id: z.string(), title: z.string(), sentences: z.array(z.string()) });
const CLAIM = z.object({ _id: z.string(), text: z.string() });

/** Scientific claims to abstracts; each abstract is a document of its title and its sentences. */
export function readScifact(split: "train" | "test"): RankingSet {
  const abstracts = readJsonLines("scifact/corpus.jsonl.gz", ABSTRACT);
  const claims = new Map(readJsonLines("scifact/queries.jsonl", CLAIM).map(({ _id, text }) => [_id, text]));
  const judged = readText(`scifact/qrels.${split}.tsv`).trim().split("\n").slice(1);
  const relevant = new Map<string, Set<string>>();
  for (const line of judged) {
    const [claim = "", abstract = "", grade] = line.trim().split("\t");
    if (Number(grade) > 0) relevant.set(claim, (relevant.get(claim) ?? new Set()).add(abstract));
  }
  return {
    documents: abstracts.map(({ _id, title, sentences }) => ({ id: _id, title, text: sentences.join(" ") })),
    questions: [...relevant].map(([id, ids]) => question(claims.get(id) ?? "", ids)),
  };
}

const SECTION = z.object({ chunk_link: z.string(), chunk_heading: z.string(), text: z.string() });
const DOCS_QUESTION = z.object({ question: z.string(), correct_chunks: z.array(z.string()) });

/** Questions on product documentation to its sections; each section is a document. */
export function readAnthropicDocs(): RankingSet {
  const sections = z.array(SECTION).parse(JSON.parse(readText("anthropic-docs-rag/anthropic_docs.json.gz")));
  const asked = JSON.parse(readText("anthropic-docs-rag/docs_evaluation_dataset.json"));
  return {
    documents: sections.map(({ chunk_link, chunk_heading, text }) => ({ id: chunk_link, title: chunk_heading, text })),
    questions: z
      .array(DOCS_QUESTION)
      .parse(asked)
      .map(({ question: text, correct_chunks }) => question(text, new Set(correct_chunks))),
  };
}

const SQUAD = z.object({
  data: z.array(
    z.object({
      title: z.string(),
      paragraphs: z.array(
        z.object({
          context: z.string(),
          qas: z.array(
            z.object({
              question: z.string(),
              is_impossible: z.boolean(),
              answers: z.array(z.object({ text: z.string() })),
            }),
          ),
        }),
      ),
    }),
  ),
});

/** Questions on encyclopaedia paragraphs, half of them unanswerable on purpose; each paragraph is a document. */
export function readSquad(): RankingSet {
  const { data } = SQUAD.parse(JSON.parse(readText("squad2-halfdev/dev-half-v2.0.json.gz")));
  const paragraphs = data.flatMap((article) => article.paragraphs.map((each) => ({ ...each, group: article.title })));
  return {
    documents: paragraphs.map(({ context }, index) => ({ id: String(index), title: "", text: context })),
    questions: paragraphs.flatMap(({ qas, group }, index) =>
      qas.map(({ question: text, is_impossible, answers }) => ({
        text,
        group,
        relevant: new Set([String(index)]),
        answerable: !is_impossible,
        answers: answers.map((answer) => answer.text),
      })),
    ),
  };
}

const CLAPNQ = z.object({
  input: z.string(),
  passages: z.array(z.object({ title: z.string(), text: z.string() })).min(1),
  output: z.array(z.object({ selected_sentences: z.array(z.string()) })),
});

/** Real search questions to encyclopaedia passages, with the sentences that people chose as evidence. */
export function readClapnq(): RankingSet {
  const documents = new Map<string, RankedDocument>();
  const questions: RankedQuestion[] = [];
  for (const answerable of [true, false]) {
    const file = `clapnq-dev/clapnq_dev_${answerable ? "answerable" : "unanswerable"}.jsonl.gz`;
    for (const { input, passages, output } of readJsonLines(file, CLAPNQ)) {
      const [passage] = passages;
      if (passage === undefined) continue;
      const document = documents.get(passage.text) ?? { id: String(documents.size), ...passage };
      documents.set(passage.text, document);
      const answers = output.flatMap(({ selected_sentences }) => selected_sentences);
      questions.push({ text: input, group: passage.title, relevant: new Set([document.id]), answerable, answers });
    }
  }
  return { documents: [...documents.values()], questions };
}

/** Customers' messages with their intent. */
export function readBanking(split: "train" | "test"): readonly LabelledText[] {
  const [, ...rows] = parseCsv(readText(`banking77/${split}.csv.gz`));
  return rows.map(([text = "", label = ""]) => ({ text, label }));
}

function question(text: string, relevant: ReadonlySet<string>): RankedQuestion {
  return { text, group: [...relevant].join(), relevant, answerable: true, answers: [] };
}
