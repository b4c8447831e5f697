// Makes RAFT rows from a file of questions with answers and sources, with misleading passages from the project's own search.
import { passageOfHit, type SourcePassage } from "../../answer/model/prompt/source-passage.ts";
import { titleOf } from "../../answer/model/prompt/write-prompt.ts";
import { exportExamples, exportFormatOf } from "../../school/examples/export/export-examples.ts";
import { askedText, learntText } from "../../school/examples/message-text.ts";
import { buildRaftRows, type RaftOptions, type RaftRow, type RaftRows } from "../../school/raft/build-raft-rows.ts";
import {
  ANSWER_STYLES,
  type AnswerStyle,
  type RaftItem,
  type RaftPassage,
  type RaftShelf,
} from "../../school/raft/raft-item.ts";
import type { Acl, Principals } from "../../spec/access.ts";
import type { TrainExample } from "../../spec/training.ts";
import { writeNewFile } from "../exam/exam-file.ts";
import type { Project } from "../project/project.ts";
import { readingPromptOf } from "./reading-prompt.ts";
import { readSetFile } from "./set-file.ts";

export type RaftSettings = Pick<RaftOptions, "distractors" | "withRight" | "absent" | "seed" | "heldOut"> & {
  readonly style: AnswerStyle;
};

export const RAFT_DEFAULTS: RaftSettings = {
  distractors: 4,
  withRight: 0.8,
  absent: "refuse",
  seed: 1,
  heldOut: 0.1,
  style: "cite",
};

export const RAFT_REFUSAL = "I don't know. The passages do not say it.";

export type RaftSetOptions = {
  readonly file: string;
  readonly to: string;
  /** For whom the rows are made. */
  readonly as: Principals;
  readonly settings?: Partial<RaftSettings>;
  readonly force?: boolean;
};

export type RaftSetReport = {
  readonly to: string;
  /** Beside `to`; undefined where nothing is held out. */
  readonly heldOutTo: string | undefined;
  readonly rows: number;
  readonly heldOut: number;
  readonly withRight: number;
  /** Rows with fewer misleading passages than were wanted. */
  readonly short: number;
  readonly leftOut: readonly { readonly line: number; readonly reason: string }[];
};

export async function raftSet(project: Project, options: RaftSetOptions): Promise<RaftSetReport> {
  const { file, to, as, force = false } = options;
  const settings = { ...RAFT_DEFAULTS, ...options.settings };
  const { examples, lines, leftOut: unread } = readSetFile(file, { acl: [] });
  const { rows, leftOut } = await raftRows(project, { items: examples.map(itemOf), as, settings });
  const part = (name: RaftRow["part"]): readonly TrainExample[] =>
    rows.filter((row) => row.part === name).map(({ example }) => example);
  const heldOut = part("held-out");
  const heldOutTo = heldOut.length === 0 ? undefined : to.replace(/(\.[^.]+)$/u, ".held-out$1");
  const format = exportFormatOf(to);
  writeNewFile(to, exportExamples(part("train"), format).text, { force });
  if (heldOutTo !== undefined) writeNewFile(heldOutTo, exportExamples(heldOut, format).text, { force });
  const { distractors } = settings;
  return {
    to,
    heldOutTo,
    rows: rows.length - heldOut.length,
    heldOut: heldOut.length,
    withRight: rows.filter(({ right }) => right !== undefined).length,
    short: rows.filter(({ passages }) => passages.length < distractors + 1).length,
    leftOut: [
      ...unread.filter(({ row }) => row).map(({ line, reason }) => ({ line, reason })),
      ...leftOut.map(({ item, reason }) => ({ line: lines[Number(item)] ?? Number(item) + 1, reason })),
    ].toSorted((one, other) => one.line - other.line),
  };
}

/** Named by its place in the file. */
export function itemOf(example: TrainExample, at: number): RaftItem {
  const { sources = [], tags = [] } = example;
  return { id: String(at), question: askedText(example), answer: learntText(example), sources, tags };
}

type Items = {
  readonly items: readonly RaftItem[];
  readonly as: Principals;
  readonly settings: RaftSettings;
  /** What rows say whose passages do not hold the answer. */
  readonly refusal?: string;
  readonly signal?: AbortSignal | undefined;
};

/** The rows themselves, for programs. */
export async function raftRows(
  project: Project,
  { items, as, settings, refusal = RAFT_REFUSAL, signal }: Items,
): Promise<RaftRows> {
  const { style, ...rest } = settings;
  return buildRaftRows({
    ...rest,
    items,
    principals: as,
    shelf: shelfOf(project),
    writePrompt: readingPromptOf(project.settings),
    writeAnswer: ANSWER_STYLES[style],
    refusal,
    signal,
  });
}

const MOST_HITS = 1000;
/** Passages of a document that a search for its question looks through; what it does not hold is read from the document. */
const NEAR_HITS = 50;

function shelfOf(project: Project): RaftShelf {
  const find: RaftShelf["find"] = async ({ question, limit, principals }) => {
    const { hits } = await project.search(question, { as: principals, limit: Math.min(limit, MOST_HITS) });
    return hits.map((hit) => raftPassage(passageOfHit(hit), hit.passage.documentId, hit.passage.document.acl));
  };
  return {
    find,
    passagesOf: async (documentId, { question, principals }) => {
      const near = await find({ question, limit: NEAR_HITS, principals });
      const document = await project.document(documentId, { as: principals });
      if (document === undefined) return [];
      const pieces = piecesOf(document.text).map((text) => ({
        documentId: document.id,
        title: document.title,
        text,
        acl: document.acl,
      }));
      return [...near.filter((passage) => passage.documentId === document.id), ...pieces];
    },
  };
}

function raftPassage(
  { title, headings, date, prefix, text }: SourcePassage,
  documentId: string,
  acl: Acl,
): RaftPassage {
  return {
    documentId,
    title: titleOf({ title, headings }),
    text,
    acl,
    ...(date === undefined ? {} : { date }),
    ...(prefix === "" ? {} : { prefix }),
  };
}

const PIECE = 1500;

/** Paragraphs put together up to about the size of a passage. */
function piecesOf(text: string): readonly string[] {
  const pieces: string[] = [];
  for (const paragraph of text.split(/\n{2,}/u)) {
    const last = pieces.at(-1);
    if (last !== undefined && last.length + paragraph.length < PIECE)
      pieces[pieces.length - 1] = `${last}\n\n${paragraph}`;
    else if (paragraph.trim() !== "") pieces.push(paragraph);
  }
  return pieces;
}
