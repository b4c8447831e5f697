// What comes out of a file of rows: examples, each with its line, and everything that could not be taken over.
import type { Acl } from "../../../spec/access.ts";
import type { TrainExample } from "../../../spec/training.ts";
import { isLearnt, messageText } from "../message-text.ts";

/** Something in the file that the examples do not hold, or hold in another way than it was meant. */
export type LeftOut = {
  readonly file: string;
  readonly line: number;
  /** Where in the row's own terms, such as `messages[2].name`; empty: the whole row. */
  readonly field: string;
  readonly reason: string;
  /** The row is not among the examples. */
  readonly row: boolean;
  /** It is no mistake: somebody has said that it is not to be learnt. */
  readonly unwanted?: true;
};

export type Imported = {
  readonly examples: readonly TrainExample[];
  /** The line of each example in the file that was read; its origin may be another file. */
  readonly lines: readonly number[];
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
  /** Who may be served by what is learnt from rows that say nothing of it; an empty list is nobody. */
  readonly acl: Acl;
};

export type Draft = Pick<TrainExample, "messages"> & Partial<Omit<TrainExample, "messages">>;

export type RowPlace = { readonly line: number; readonly field?: string };

export type Collector = {
  readonly file: string;
  readonly note: (text: string) => void;
  /** A part of a row that has no place in an example. */
  readonly leaveOut: (place: RowPlace, reason: string) => void;
  /** A row that is no example. */
  readonly refuse: (place: RowPlace, reason: string) => void;
  /** A row that is not meant to be one. */
  readonly passOver: (place: RowPlace, reason: string) => void;
  readonly add: (place: RowPlace, draft: Draft) => void;
  readonly finish: () => Imported;
};

export function createCollector(file: string, { acl }: ImportOptions): Collector {
  const examples: TrainExample[] = [];
  const lines: number[] = [];
  const leftOut: LeftOut[] = [];
  const notes = new Set<string>();
  const put = ({ line, field = "" }: RowPlace, reason: string, row: boolean): void => {
    leftOut.push({ file, line, field, reason, row });
  };
  return {
    file,
    note: (text) => void notes.add(text),
    leaveOut: (place, reason) => put(place, reason, false),
    refuse: (place, reason) => put(place, reason, true),
    passOver: ({ line, field = "" }, reason) =>
      void leftOut.push({ file, line, field, reason, row: true, unwanted: true }),
    add: (place, draft) => {
      const fault = faultOf(draft);
      if (fault !== undefined) return put(place, fault, true);
      examples.push({ weight: 1, acl, origin: { file, line: place.line }, ...draft });
      lines.push(place.line);
    },
    finish: () => ({
      examples,
      lines,
      leftOut: leftOut.toSorted((one, other) => one.line - other.line),
      notes: [...notes],
    }),
  };
}

/** What keeps a row from teaching anything. */
function faultOf({ messages, weight = 1 }: Draft): string | undefined {
  if (messages.length === 0) return "it has no messages";
  if (!messages.some(isLearnt)) return "no message of the assistant is learnt";
  if (weight <= 0) return "its weight is 0, so that nothing of it is learnt";
  const empty = messages.findIndex((message) => isLearnt(message) && messageText(message).trim() === "");
  if (empty >= 0) return `messages[${empty}] is learnt and empty`;
  return undefined;
}

export function leftOutText({ file, line, field, reason, row }: LeftOut): string {
  return `${file} line ${line}: ${field === "" ? "" : `${field}: `}${reason}${row ? "; the row is left out" : ""}`;
}
