// The rows of a training: every one that can be learnt from, with who may see what it was made from.
import { SchoolbookError } from "../../core/errors.ts";
import type { SourceAccess } from "../../school/check/find-open-rows.ts";
import type { LeftOut } from "../../school/examples/import/imported.ts";
import { leftOutText } from "../../school/examples/import/imported.ts";
import { inheritAccess } from "../../school/inherit-access.ts";
import type { Acl } from "../../spec/access.ts";
import type { TrainExample } from "../../spec/training.ts";
import { readSetFile, type ReadSet } from "./set-file.ts";

export type TrainingRowsOptions = {
  /** Absolute. */
  readonly file: string;
  /** For rows that do not say who may see them. */
  readonly acl?: Acl | undefined;
  /** Who may read a document. */
  readonly accessOf?: SourceAccess | undefined;
};

export type TrainingRows = Pick<ReadSet, "format"> & {
  readonly examples: readonly TrainExample[];
  /** Lines that somebody has rated down, or not at all. */
  readonly unwanted: readonly LeftOut[];
};

/** Told by identity from the list of a row that says that it is for nobody. */
const UNSAID: Acl = [];

/** A row that cannot be used ends it: what is trained on is what was meant. */
export function readTrainingRows({ file, acl, accessOf }: TrainingRowsOptions): TrainingRows {
  const { examples: read, leftOut, format } = readSetFile(file, { acl: UNSAID });
  const broken = leftOut.find(({ row, unwanted }) => row && unwanted !== true);
  if (broken !== undefined) throw wrong(leftOutText(broken), "`schoolbook school check` lists all such rows.");
  const examples = read.map((row) => ({ ...row, acl: accessOfRow(row, { acl, accessOf }) }));
  refuseUnsaid(examples, file);
  return { examples, format, unwanted: leftOut.filter(({ unwanted }) => unwanted === true) };
}

/** Whatever a row says of itself, it tells what its documents say, and to no more people than may read them. */
export function accessOfRow(row: TrainExample, { acl, accessOf }: Omit<TrainingRowsOptions, "file">): Acl {
  const lists = (row.sources ?? []).flatMap((source) => [accessOf?.(source)].filter((one) => one !== undefined));
  const said = row.acl === UNSAID ? acl : row.acl;
  if (lists.length === 0) return said ?? UNSAID;
  return inheritAccess([...(said === undefined ? [] : [said]), ...lists]).acl;
}

function refuseUnsaid(examples: readonly TrainExample[], file: string): void {
  const closed = examples.filter((row) => row.acl.length === 0);
  const [first] = closed;
  if (first === undefined) return;
  const place = first.origin === undefined ? file : `${first.origin.file} line ${first.origin.line}`;
  const others = closed.length === 1 ? "" : `, and ${closed.length - 1} more do not`;
  const message = `${place} does not say who may see what it was made from${others}.`;
  throw wrong(message, 'Add `acl` to the rows, such as ["group:support"], or say it for all such rows with --acl.');
}

function wrong(message: string, hint: string): SchoolbookError {
  return new SchoolbookError("input_invalid", message, { hint });
}
