// Reads the embedder in the box: a row of int8 numbers and a scale per vocabulary entry.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

import { SchoolbookError } from "../../core/errors.ts";

export type EmbeddingTable = {
  readonly dims: number;
  /** One entry per row. */
  readonly entries: readonly string[];
  readonly scales: Float32Array;
  /** Row after row. */
  readonly values: Int8Array;
  /** Hash of everything above. */
  readonly hash: string;
};

/** Where the package keeps it, from source and from `dist` alike. */
export const MODEL_FOLDER: string = fileURLToPath(new URL("../../../models/embedder/", import.meta.url));

export const MODEL_FILES = ["table.bin", "vocabulary.txt"] as const;

const MAGIC = "SBTABLE1";
/** Magic, rows, dimensions. */
const HEADER_BYTES = 16;

/** Refuses files that are not whole. */
export function readTable(folder: string = MODEL_FOLDER): EmbeddingTable {
  const table = readPart(folder, "table.bin");
  const vocabulary = readPart(folder, "vocabulary.txt");
  const entries = vocabulary.toString("utf8").split("\n").slice(0, -1);
  const rows = table.length < HEADER_BYTES ? 0 : table.readUInt32LE(8);
  const dims = table.length < HEADER_BYTES ? 0 : table.readUInt32LE(12);
  const whole = HEADER_BYTES + rows * (4 + dims);
  if (table.toString("latin1", 0, 8) !== MAGIC || rows !== entries.length || table.length !== whole) {
    throw damaged(`${folder} holds no whole embedder: ${entries.length} entries, a table of ${table.length} bytes`);
  }
  const { buffer, byteOffset } = table;
  const scales = new Float32Array(buffer, byteOffset + HEADER_BYTES, rows);
  const values = new Int8Array(buffer, byteOffset + HEADER_BYTES + rows * 4, rows * dims);
  const hash = createHash("sha256").update(table).update(vocabulary).digest("hex");
  return { dims, entries, scales, values, hash };
}

function readPart(folder: string, name: string): Buffer {
  try {
    return readFileSync(`${folder}/${name}`);
  } catch (cause) {
    throw damaged(`${folder}/${name} cannot be read`, cause);
  }
}

function damaged(message: string, cause?: unknown): SchoolbookError {
  return new SchoolbookError("engine_failed", `The embedder in the box is damaged: ${message}.`, {
    hint: "Install schoolbook again, or set `embedder: false` to search by words only.",
    ...(cause === undefined ? {} : { cause }),
  });
}
