// Looks at training rows before any money or minute is spent on them.
import { counted } from "../../core/counted.ts";
import type { Trainer, TrainExample, TrainPlan } from "../../spec/training.ts";
import type { Imported } from "../examples/import/imported.ts";
import { type InheritedAccess, inheritAccess } from "../inherit-access.ts";
import { countTokens, type Counting, type TokenCount } from "./count-tokens.ts";
import { describeReplies, type ReplyDescription } from "./describe-replies.ts";
import { estimateTrainers, type TrainerEstimate } from "./estimate-trainers.ts";
import { findDuplicates } from "./find-duplicates.ts";
import { type ExamQuestion, findLeaks } from "./find-leaks.ts";
import { findOpenRows, type SourceAccess } from "./find-open-rows.ts";
import { findSecrets } from "./find-secrets.ts";
import { type Finding, linesText } from "./finding.ts";
import { prepareRows } from "./prepare-rows.ts";
import { type Split, splitExamples } from "./split-examples.ts";

export type CheckOptions = {
  readonly imported: Pick<Imported, "examples" | "lines" | "leftOut">;
  /** Questions that are to measure what was learnt. */
  readonly exam?: readonly ExamQuestion[];
  /** Who may read the documents that rows name as their sources; absent: not looked at. */
  readonly accessOf?: SourceAccess;
  /** How the base reads the rows; without it tokens are not counted. */
  readonly counting?: Counting;
  readonly heldOut?: number;
  readonly seed?: number;
  readonly trainers?: readonly Pick<Trainer, "id" | "estimate">[];
  /** The plan that is estimated, for the rows that are left to train on. */
  readonly planOf?: (examples: readonly TrainExample[]) => TrainPlan;
};

export type CheckReport = {
  readonly rows: number;
  /** Rows of the file that are no examples. */
  readonly malformed: number;
  /** Rows that say what another says. */
  readonly surplus: number;
  readonly findings: readonly Finding[];
  readonly replies: ReplyDescription;
  readonly split: Split;
  readonly access: InheritedAccess;
  readonly tokens?: TokenCount;
  readonly estimates: readonly TrainerEstimate[];
};

export async function checkExamples(options: CheckOptions): Promise<CheckReport> {
  const { imported, exam = [], accessOf, counting, heldOut = 0.1, seed = 1 } = options;
  const { examples, lines } = imported;
  const rows = prepareRows(examples, lines);
  const duplicates = findDuplicates(rows);
  const replies = describeReplies(rows);
  const split = splitExamples(examples, { heldOut, seed, together: duplicates.groups });
  const access = inheritAccess(examples.map(({ acl }) => acl));
  const tokenCounts = counting === undefined ? undefined : countTokens(rows, counting);
  const findings = [
    ...malformedRows(imported),
    ...(tokenCounts?.findings ?? []),
    ...findLeaks(rows, exam),
    ...(accessOf === undefined ? [] : findOpenRows(rows, accessOf)),
    ...duplicates.findings,
    ...findSecrets(rows),
    ...replies.findings,
    ...splitFindings(split, examples.length),
    ...accessFindings(access, imported),
    ...tooFew(examples.length),
  ];
  return {
    rows: examples.length,
    malformed: new Set(imported.leftOut.filter(({ row, unwanted }) => row && unwanted !== true).map(({ line }) => line))
      .size,
    surplus: duplicates.surplus,
    findings: [...findings.filter(isError), ...findings.filter((finding) => !isError(finding))],
    replies: replies.description,
    split,
    access,
    ...(tokenCounts === undefined ? {} : { tokens: tokenCounts.count }),
    estimates: await estimateAll(options, split),
  };
}

const isError = ({ severity }: Finding): boolean => severity === "error";

/** The same complaint about many rows is one finding with many lines. */
function malformedRows({ leftOut }: Pick<Imported, "leftOut">): readonly Finding[] {
  const alike = Map.groupBy(leftOut, ({ field, reason, row, unwanted = false }) =>
    JSON.stringify([field.replaceAll(/\[\d+\]/gu, "[]"), reason, row, unwanted]),
  );
  return [...alike.values()].flatMap((same): readonly Finding[] => {
    const [first] = same;
    if (first === undefined) return [];
    const lines = [...new Set(same.map(({ line }) => line))];
    const what = first.field === "" ? "" : `${first.field}: `;
    const isWrong = first.row && first.unwanted !== true;
    return [
      {
        kind: isWrong ? "malformed" : first.row ? "row-left-out" : "part-left-out",
        severity: isWrong ? "error" : "warning",
        lines,
        message: `${linesText(lines)}: ${what}${first.reason}`,
        remedy: isWrong ? "correct the rows, or take them out" : "nothing is to be done where it does not matter",
      },
    ];
  });
}

/** One document that most rows come from leaves nothing to hold out. */
function splitFindings({ heldOut, largestGroup }: Split, rows: number): readonly Finding[] {
  if (rows < 2 || (heldOut.length > 0 && largestGroup * 2 <= rows)) return [];
  const share = Math.round((100 * largestGroup) / rows);
  return [
    {
      kind: "one-source",
      severity: "warning",
      lines: [],
      message: `${share} % of the rows share their documents or their words, so that ${heldOut.length === 0 ? "none" : `only ${heldOut.length}`} can be held out`,
      remedy: "add rows from other documents, or measure on an exam of its own",
    },
  ];
}

function accessFindings(access: InheritedAccess, { examples, lines }: CheckOptions["imported"]): readonly Finding[] {
  const closed = examples.flatMap(({ acl }, at) => (acl.length === 0 ? [lines[at] ?? at + 1] : []));
  if (examples.length === 0 || (access.acl.length > 0 && closed.length === 0)) return [];
  const because =
    closed.length > 0
      ? `${linesText(closed)} ${closed.length === 1 ? "is" : "are"} open to nobody`
      : `no principal is cleared for all ${access.each.length} access lists of the rows`;
  return [
    {
      kind: "served-to-nobody",
      severity: "warning",
      lines: closed,
      message: `an adapter from these rows serves nobody by one principal: ${because}`,
      remedy: "name who may be served with --allow, or train an adapter for each audience",
    },
  ];
}

const FEW = 50;

function tooFew(rows: number): readonly Finding[] {
  if (rows >= FEW) return [];
  const message = `${counted(rows, "row")}; below ${FEW} a better prompt shows more`;
  return [{ kind: "too-few", severity: "warning", lines: [], message, remedy: "add rows; 100 to 500 good ones do" }];
}

async function estimateAll({ imported, trainers = [], planOf }: CheckOptions, { train }: Split) {
  if (planOf === undefined) return [];
  return estimateTrainers(trainers, planOf(train.flatMap((at) => imported.examples[at] ?? [])));
}
