// The log of one run: append-only, read back by whoever it was made for, and by nobody else.
import { existsSync } from "node:fs";
import { join } from "node:path";

import { SchoolbookError } from "../../core/errors.ts";
import type { Runtime } from "../../core/runtime.ts";
import { type AppendFile, type LinePlace, openAppendFile } from "./append-file.ts";
import {
  damageOf,
  LOG_VERSION,
  type LogLine,
  parseLogLine,
  type PlanLine,
  type RunHead,
  type RunPlan,
  type RunRow,
} from "./log-lines.ts";
import { planText } from "./plan-rows.ts";

export type Spent = {
  readonly usd: number;
  /** Calls that this run made. */
  readonly calls: number;
  /** Those of which it is not known what they cost. */
  readonly unknown: number;
};

/** What is remembered of a row without its answer. */
export type RowMark = LinePlace & { readonly kind: RunRow["outcome"]["kind"] };

export type RunLog = AsyncDisposable & {
  readonly head: RunHead;
  readonly plan: () => RunPlan | undefined;
  /** The last row of this key. */
  mark(key: string): RowMark | undefined;
  row(mark: RowMark): RunRow;
  /** Whether one of the rows made this call itself. */
  hasAsked(call: string): boolean;
  addRow(row: RunRow): void;
  /** Written only where it is another than the one before. */
  setPlan(plan: RunPlan, at: number): void;
  readonly spent: () => Spent;
  sync(): Promise<void>;
  readonly tornBytes: number;
};

export type RunPlace = {
  /** Of all exams of a project. */
  readonly folder: string;
  readonly run: string;
};

export function logPath({ folder, run }: RunPlace): string {
  if (!/^[a-z0-9][\w.-]{0,99}$/iu.test(run)) {
    throw new SchoolbookError("usage", `${JSON.stringify(run)} cannot be the name of a run.`, {
      hint: "Use letters, digits, dots, dashes and underscores.",
    });
  }
  return join(folder, "runs", run, "log.jsonl");
}

export type OpenLogOptions = {
  /** The digest of those it is made for. */
  readonly principals: string;
  readonly runtime: Pick<Runtime, "now" | "sleep">;
  /** `read`: it has to be there, and stays as it is. */
  readonly access: "read" | "append";
};

export function openRunLog(place: RunPlace, { principals, runtime, access }: OpenLogOptions): RunLog {
  const path = logPath(place);
  if (access === "read" && !existsSync(path)) throw noRun(place);
  const contents = createContents();
  const file = openAppendFile(path, { runtime, access, onLine: (line, at) => contents.add(parseLogLine(line), at) });
  if (access === "read" && contents.isEmpty()) {
    void file[Symbol.asyncDispose](); // why: whoever began it was ended before its first line was whole; it is begun anew.
    throw noRun(place);
  }
  const isNew = access === "append" && contents.isEmpty();
  const head = isNew ? newHead(file, place.run, { principals, at: runtime.now() }) : contents.head();
  if (head === undefined) return refuse(file, { version: LOG_VERSION }, place.run);
  if (head.principals !== principals || head.version !== LOG_VERSION) return refuse(file, head, place.run);
  const write = (line: LogLine): void => {
    contents.add(line, file.append(JSON.stringify(line)));
  };
  return {
    head,
    plan: contents.plan,
    mark: contents.mark,
    row: (mark) => readRow(file, mark, path),
    hasAsked: contents.hasAsked,
    addRow: write,
    setPlan: (plan, at) => {
      const before = contents.plan();
      if (before === undefined || planText(before) !== planText(plan)) write({ kind: "plan", at, ...plan });
    },
    spent: contents.spent,
    sync: async () => file.sync(),
    tornBytes: file.tornBytes,
    [Symbol.asyncDispose]: async () => file[Symbol.asyncDispose](),
  };
}

function noRun({ run }: RunPlace): SchoolbookError {
  return new SchoolbookError("not_found", `There is no run ${JSON.stringify(run)}.`);
}

function createContents() {
  let lines = 0;
  let head: RunHead | undefined;
  let plan: PlanLine | undefined;
  const marks = new Map<string, RowMark>();
  const asked = new Set<string>();
  const spent = { usd: 0, calls: 0, unknown: 0 };
  const addRow = ({ key, call, outcome, cached }: RunRow, place: LinePlace): void => {
    marks.set(key, { ...place, kind: outcome.kind });
    if (cached || outcome.kind === "failed") return;
    asked.add(call);
    spent.calls += 1;
    if (outcome.result.costUsd === undefined) spent.unknown += 1;
    else spent.usd += outcome.result.costUsd;
  };
  return {
    head: () => head,
    isEmpty: () => lines === 0,
    plan: () => plan,
    mark: (key: string) => marks.get(key),
    hasAsked: (call: string) => asked.has(call),
    spent: () => ({ ...spent }),
    add: (line: LogLine | undefined, place: LinePlace): boolean => {
      if (line?.kind === "run" && lines === 0) head = line;
      if (line !== undefined) lines += 1;
      if (line?.kind === "plan") plan = line;
      if (line?.kind === "row") addRow(line, place);
      return line !== undefined;
    },
  };
}

function newHead(file: AppendFile, run: string, given: Pick<RunHead, "principals" | "at">): RunHead {
  const head = { kind: "run", version: LOG_VERSION, run, ...given } as const;
  file.append(JSON.stringify(head));
  return head;
}

function readRow(file: AppendFile, mark: RowMark, path: string): RunRow {
  const line = parseLogLine(file.read(mark));
  if (line?.kind !== "row")
    throw new SchoolbookError("input_invalid", `${path} was changed while it was read.`, { hint: "Read it again." });
  const damaged = damageOf(line);
  if (damaged === undefined) return line;
  const at = file.read({ offset: 0, length: mark.offset }).split("\n").length;
  throw new SchoolbookError("input_invalid", `${path} line ${at}: the answer's \`${damaged}\` cannot be read.`, {
    hint: "Take the line out: `exam run` with the same arms then asks for it anew.",
  });
}

/** A log whose first line is gone says no more for whom it was made: it is opened for nobody. */
function refuse(file: AppendFile, head: Pick<RunHead, "version">, run: string): never {
  void file[Symbol.asyncDispose]();
  if (head.version !== LOG_VERSION) {
    throw new SchoolbookError("input_invalid", `The log of run ${JSON.stringify(run)} has version ${head.version}.`, {
      hint: "Open it with the version of Schoolbook that wrote it, or begin another run.",
    });
  }
  throw new SchoolbookError("access_denied", `The run ${JSON.stringify(run)} was made as somebody else.`, {
    hint: "Ask as the same principals as then, with --as, or begin another run.",
  });
}
