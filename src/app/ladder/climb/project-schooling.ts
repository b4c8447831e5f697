// What a climb can go to school with in a project: rows as they are, and rows that are read from passages of its own library; trained here.
import { closedBookTemplate } from "../../../answer/model/prompt/packaged-template.ts";
import { readTemplate } from "../../../answer/model/prompt/read-template.ts";
import { passageOfHit } from "../../../answer/model/prompt/source-passage.ts";
import { writePrompt } from "../../../answer/model/prompt/write-prompt.ts";
import { isRefusal } from "../../../answer/model/reply/recognise-refusal.ts";
import { counted } from "../../../core/counted.ts";
import { SchoolbookError } from "../../../core/errors.ts";
import type { Runtime } from "../../../core/runtime.ts";
import { forgettingOf } from "../../../ladder/climb/forgetting-of.ts";
import { isClearedFor } from "../../../school/adapters/adapter-manifest.ts";
import type { SourceAccess } from "../../../school/check/find-open-rows.ts";
import { exportExamples } from "../../../school/examples/export/export-examples.ts";
import { askedText, learntText } from "../../../school/examples/message-text.ts";
import { answerValues } from "../../../school/raft/answer-values.ts";
import type { Principals } from "../../../spec/access.ts";
import type { Question } from "../../../spec/exam.ts";
import type { TrainExample } from "../../../spec/training.ts";
import { readModelConfig } from "../../../weights/model-config.ts";
import { readTextFile } from "../../exam/exam-file.ts";
import type { Project } from "../../project/project.ts";
import { baseFolder } from "../../school/base-folder.ts";
import { itemOf, RAFT_DEFAULTS, RAFT_REFUSAL, raftRows } from "../../school/raft-set.ts";
import { readingPromptOf } from "../../school/reading-prompt.ts";
import { readSetFile } from "../../school/set-file.ts";
import { projectAccess } from "../../school/source-access.ts";
import { TRAIN_DEFAULTS, trainAdapter, type TrainSettings } from "../../school/train-adapter.ts";
import { accessOfRow } from "../../school/training-rows.ts";
import { writeOwn } from "./climb-folder.ts";
import type { Lacking, Lesson, Schooled, Schooling, TrainOptions } from "./climb-options.ts";
import { exampleLeaks, type Rows, without } from "./example-leaks.ts";

type Lack = Omit<Lacking, "arm">;

export type SchoolingOptions = {
  /** Of the climb: its adapters are called after it. */
  readonly name: string;
  readonly examples: string | undefined;
  readonly questions: readonly Question[];
  /** The closed book's prompt, in which the plain rows are asked. */
  readonly template: string | undefined;
  readonly model: string;
  readonly seed: number;
  readonly as: Principals;
  readonly runtime: Runtime;
  readonly settings?: Partial<TrainSettings>;
};

export async function projectSchooling(project: Project, options: SchoolingOptions): Promise<Schooling | Lack> {
  const { examples: file, model, questions } = options;
  if (file === undefined) {
    const remedy = "Name a file of them with --examples; `schoolbook school import` brings them in.";
    return { what: "there are no examples to learn from", remedy };
  }
  const weights = weightsOf(project, model);
  if (weights !== undefined) return weights;
  const rows = await rowsOf(project, file, options.runtime);
  if ("remedy" in rows) return rows;
  const acls = rows.examples.map(({ acl }) => [...acl]);
  const uncleared = questions.filter(({ principals }) => !isClearedFor({ acls }, project.principalsOf(principals)));
  if (uncleared.length > 0) {
    const remedy = "Leave out rows that not everybody who asks may see, or let the questions be asked by others.";
    return {
      what: `${counted(uncleared.length, "question is", "questions are")} asked by people who may not see all of the examples`,
      remedy,
    };
  }
  return {
    leaks: exampleLeaks(rows, questions),
    train: async (lesson, training) => {
      const examples = without(rows, training.leftOut ?? []);
      return examples.length === 0 ? ALL_LEAK : train(project, { ...options, examples, lesson, training });
    },
  };
}

/** For no more people than may read the documents that a row names, as the training itself has it. */
async function rowsOf(project: Project, file: string, runtime: Runtime): Promise<Rows | Lack> {
  const accessOf = await accessNow(project, runtime);
  if (accessOf !== undefined && "remedy" in accessOf) return accessOf;
  const { examples: read, lines } = readSetFile(file, { acl: [] });
  const examples = read.map((row) => ({ ...row, acl: row.acl.length === 0 ? [] : accessOfRow(row, { accessOf }) }));
  const closed = examples.findIndex(({ acl }) => acl.length === 0);
  if (closed === -1) return { examples, lines };
  if (read[closed]?.acl.length === 0) {
    const remedy = "Add `acl` to the rows; `schoolbook school import --allow` does it for all of them.";
    return { what: `rows of ${file} do not say who may be served by what they teach`, remedy };
  }
  const remedy = "Give the rows the access list of their documents; `schoolbook school check` names them.";
  return { what: `rows of ${file} are for people of whom none may read all of their documents`, remedy };
}

/** Where documents have been closed since the last sync, nobody can say who may be taught what they say. */
async function accessNow(project: Project, runtime: Runtime): Promise<SourceAccess | Lack | undefined> {
  try {
    return (await projectAccess(project, runtime))?.accessOf;
  } catch (error) {
    if (!(error instanceof SchoolbookError)) throw error;
    return { what: error.message.replace(/\.$/u, ""), remedy: error.hint };
  }
}

/** What is trained here has its weights here. */
function weightsOf(project: Project, model: string): Lack | undefined {
  try {
    baseFolder(model, [project.folder]);
    return undefined;
  } catch (error) {
    if (!(error instanceof SchoolbookError)) throw error;
    const remedy =
      "Train elsewhere, and put the adapter to the exam with `schoolbook exam run --arms A4,A5 --adapter …`.";
    return { what: `the weights of ${model} are not on this machine`, remedy };
  }
}

type Training = Omit<SchoolingOptions, "examples"> & {
  readonly examples: readonly TrainExample[];
  readonly lesson: Lesson;
  readonly training: TrainOptions;
};

async function train(project: Project, options: Training): Promise<Schooled | Lack> {
  const { name, lesson, model, seed, runtime, training, settings } = options;
  const rows = lesson === "plain" ? plainRows(options) : await raftedRows(project, options);
  if (rows.length === 0) return NOTHING_TO_READ;
  const file = `${training.folder}.jsonl`;
  writeOwn(file, exportExamples(rows, "schoolbook").text);
  const began = runtime.monotonicMs();
  const made = await trainAdapter(
    {
      file,
      name: `${name}-${lesson}`.toLowerCase(),
      base: model,
      trainer: "builtin",
      settings: { ...TRAIN_DEFAULTS, batchSize: batchFor(rows.length), ...settings, seed },
      onProgress: ({ done, from, total = 0, curve = [] }) => {
        training.onStep({ step: done, from, steps: total, loss: curve.at(-1) ?? Number.NaN });
      },
      ...(training.signal === undefined ? {} : { signal: training.signal }),
    },
    { folder: project.folder, runtime },
  );
  const { losses, neutral } = made.checks;
  return {
    adapter: made.gguf,
    rows: rows.length,
    seconds: (runtime.monotonicMs() - began) / 1000,
    losses,
    ...(neutral === undefined
      ? {}
      : forgettingOf(neutral, (await readModelConfig(baseFolder(model, [project.folder]))).vocabulary)),
  };
}

const ALL_LEAK: Lack = {
  what: "every row of the examples asks a question of the exam, and what was trained on measures nothing",
  remedy: "Write rows about other things than the exam asks; `schoolbook school check --exam` tells which do not.",
};

const NOTHING_TO_READ: Lack = {
  what: "no row of the examples names a document that holds its answer and that those may read whom it is for",
  remedy:
    "Add `sources` to the rows, such as docs:handbook.md; `schoolbook school raft` says of each row what it lacks.",
};

const ENOUGH_STEPS = 200;

/** A form is learnt in a number of steps, not of rows: few rows are seen in smaller batches. */
function batchFor(rows: number): number {
  const { batchSize, epochs } = TRAIN_DEFAULTS;
  return Math.max(1, Math.min(batchSize, Math.floor((rows * epochs) / ENOUGH_STEPS)));
}

/** Asked without passages, in the prompt of the closed book; what has its own system message or more turns stays as it is. */
function plainRows({ examples, template }: Training): readonly TrainExample[] {
  const closed =
    template === undefined
      ? closedBookTemplate()
      : readTemplate(readTextFile(template), template, { isClosedBook: true });
  return examples.map((example) => {
    const [first, reply, ...more] = example.messages;
    if (first?.role !== "user" || reply === undefined || more.length > 0) return example;
    const asked = writePrompt({ template: closed, passages: [], question: askedText(example) });
    return { ...example, messages: [...asked, reply] };
  });
}

/** With more refusals than these among its rows a small model soon refuses everything (`bench/school/house-style.ts`). */
const WITH_RIGHT = 0.93;
const MOST_REFUSING = 0.1;

/** Rows with a source are read from it among misleading passages; rows that refuse are shown what a search finds for them. */
async function raftedRows(project: Project, options: Training): Promise<readonly TrainExample[]> {
  const { examples, seed, training } = options;
  const { signal } = training;
  const refusing = examples.filter((example) => isRefusal(learntText(example)));
  const answering = examples.filter((example) => !refusing.includes(example) && (example.sources ?? []).length > 0);
  const distractors = Math.max(1, project.settings.config.answer.passages - 1);
  const settings = { ...RAFT_DEFAULTS, withRight: WITH_RIGHT, distractors, seed, heldOut: 0, style: "number" } as const;
  const refusal = refusing[0] === undefined ? RAFT_REFUSAL : learntText(refusing[0]);
  const made: TrainExample[] = [];
  // why: a row shows nothing that one of its own readers may not see, or nobody could be served by it.
  const values = answerValues(
    answering.map((example) => ({ question: askedText(example), answer: learntText(example) })),
  );
  const items = answering.map((example, at) => ({
    ...itemOf(example, at),
    values: values[at] ?? [],
    acl: example.acl,
  }));
  for (const [readers, own] of Map.groupBy(items, ({ acl }) => acl.join("\n"))) {
    const { rows } = await raftRows(project, { items: own, as: readers.split("\n"), settings, refusal, signal });
    made.push(...rows.map(({ example }) => example));
  }
  const some = refusing.slice(0, Math.ceil(made.length * MOST_REFUSING));
  for (const example of some) {
    signal?.throwIfAborted();
    made.push(await refusingRow(project, example, distractors + 1));
  }
  return made;
}

async function refusingRow(project: Project, example: TrainExample, passages: number): Promise<TrainExample> {
  const question = askedText(example);
  const { hits } = await project.search(question, { as: example.acl, limit: passages });
  const prompt = readingPromptOf(project.settings)(hits.map(passageOfHit), question);
  return { ...example, messages: [...prompt, { role: "assistant", content: learntText(example) }] };
}
