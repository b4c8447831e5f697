// The file of rows that a run learns from, written once into the run's folder.
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { SchoolbookError } from "../core/errors.ts";
import { sha256 } from "../core/hash.ts";
import type { TrainExample } from "../spec/training.ts";

export type RowsFile = { readonly path: string; readonly hash: string };

export type RowsOptions = {
  readonly folder: string;
  readonly name: string;
  readonly rowOf: (example: TrainExample) => object;
};

/** Examples of weight 0 are left out; a folder that holds other examples is refused, so that no run mixes two sets. */
export function writeRows(examples: readonly TrainExample[], { folder, name, rowOf }: RowsOptions): RowsFile {
  const text = examples
    .filter(({ weight }) => weight > 0)
    .map((example) => `${JSON.stringify(rowOf(example))}\n`)
    .join("");
  if (text === "") throw nothingToLearn(examples.length);
  const path = join(folder, name);
  const hash = sha256(text);
  if (existsSync(path)) {
    if (sha256(readFileSync(path)) === hash) return { path, hash };
    throw new SchoolbookError("input_invalid", `${folder} holds a run on other examples.`, {
      hint: "Name another folder, or delete this one to begin anew.",
    });
  }
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${path}.part`, text);
  renameSync(`${path}.part`, path);
  return { path, hash };
}

function nothingToLearn(count: number): SchoolbookError {
  const all = count === 1 ? "The only example has" : `All ${count} examples have`;
  const message = count === 0 ? "There are no examples to learn from." : `${all} weight 0.`;
  return new SchoolbookError("input_invalid", message, {
    hint: "Give at least one conversation with a reply, of a weight above 0.",
  });
}
