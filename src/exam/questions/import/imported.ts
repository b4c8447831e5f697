// What comes out of a file that another tool wrote: questions, and everything that could not be taken over.
import type { Principals } from "../../../spec/access.ts";
import type { Expected, Question } from "../../../spec/exam.ts";
import { idFor } from "../question-schema.ts";

/** Something in the file that the questions do not hold, or hold in another way than it was meant. */
export type LeftOut = {
  readonly file: string;
  readonly line: number;
  /** Where in the file's own terms, such as `tests[3].assert[0]`. */
  readonly field: string;
  readonly value?: unknown;
  readonly reason: string;
};

export type Imported = {
  readonly questions: readonly Question[];
  readonly leftOut: readonly LeftOut[];
  /** What was taken for granted and should be looked at, such as which column is the question. */
  readonly notes: readonly string[];
};

export type ImportFile = {
  /** As it is called in messages. */
  readonly name: string;
  readonly text: string;
};

export type ImportOptions = {
  /** Who asks: no format of others says it. */
  readonly principals: Principals;
  /** Gives the text of a file that this one refers to; undefined where there is none. Without it references are left out. */
  readonly readFile?: (path: string) => string | undefined;
  /** A second file that the first is nothing without, such as the graders of hosted evals beside their items. */
  readonly companion?: ImportFile;
};

export function leftOutText({ file, line, field, reason }: LeftOut): string {
  return `${file} line ${line}: ${field === "" ? "" : `${field}: `}${reason}`;
}

export type Draft = Pick<Question, "question"> & Partial<Omit<Question, "question">>;

/** Collects drafts; two with the same words get ids of their own. */
export function createCollector(principals: Principals) {
  const questions: Question[] = [];
  const leftOut: LeftOut[] = [];
  const notes: string[] = [];
  const ids = new Map<string, number>();
  const uniqueId = (wanted: string): string => {
    const count = (ids.get(wanted) ?? 0) + 1;
    ids.set(wanted, count);
    return count === 1 ? wanted : uniqueId(`${wanted}-${count}`);
  };
  return {
    leftOut,
    notes,
    addQuestion: (draft: Draft): void => {
      const { history } = draft;
      const id = uniqueId(
        draft.id ??
          idFor({ question: draft.question, ...(history === undefined ? {} : { history: plainHistory(history) }) }),
      );
      questions.push({
        axis: axisOf(draft.expected ?? {}),
        tags: [],
        cluster: draft.expected?.sources?.[0] ?? id,
        expected: {},
        principals,
        ...draft,
        id,
      });
    },
    finish: (): Imported => ({ questions, leftOut: once(leftOut), notes }),
  };
}

/** What holds for every case is said once. */
function once(leftOut: readonly LeftOut[]): readonly LeftOut[] {
  const seen = new Map(
    leftOut.map((one) => [JSON.stringify([one.file, one.line, one.field, one.reason, one.value]), one]),
  );
  return [...seen.values()].toSorted((one, other) => one.file.localeCompare(other.file) || one.line - other.line);
}

export type Collector = ReturnType<typeof createCollector>;

function plainHistory(history: NonNullable<Question["history"]>) {
  return history.map(({ role, content }) => ({
    role: role === "tool" ? ("assistant" as const) : role,
    content: typeof content === "string" ? content : JSON.stringify(content),
  }));
}

/** Rules for form alone are behaviour; facts and form are both. */
function axisOf({ json, style, answers, contains, number, label, sources, quotes }: Expected): Question["axis"] {
  const isForm = json !== undefined || style !== undefined;
  const isFact = [answers, contains, number, label, sources, quotes].some((part) => part !== undefined);
  if (!isForm) return "knowledge";
  return isFact ? "both" : "behaviour";
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Texts, numbers and truths as a text; undefined for anything else. */
export function textOf(value: unknown): string | undefined {
  if (typeof value === "string") return value.trim() === "" ? undefined : value;
  return typeof value === "number" || typeof value === "boolean" ? String(value) : undefined;
}

/** One text or a list of them; undefined where there is none, or anything else among them. */
export function textsOf(value: unknown): readonly string[] | undefined {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  const texts = list.map(textOf);
  return texts.length > 0 && texts.every((text) => text !== undefined) ? texts : undefined;
}

const ROLES: Readonly<Record<string, "user" | "assistant" | "system">> = {
  human: "user",
  user: "user",
  ai: "assistant",
  assistant: "assistant",
  system: "system",
  developer: "system",
};

export type SaidMessage = { readonly role: "user" | "assistant" | "system"; readonly content: string };

/** A message with a text; undefined for anything else, such as calls of tools. */
export function messageOf(said: unknown): SaidMessage | undefined {
  if (!isRecord(said)) return undefined;
  const role = ROLES[String(said["role"] ?? said["type"])];
  const content = textOf(said["content"]);
  return role === undefined || content === undefined ? undefined : { role, content };
}
