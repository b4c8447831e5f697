// Reads what a GGUF file says about itself: its metadata and the names of its tensors, without loading it.
import { closeSync, openSync, readSync, statSync } from "node:fs";

import { SchoolbookError } from "../../../core/errors.ts";

export type GgufHeader = {
  /** Numbers, texts and truth values; of lists only how long they are, as `name.length`. */
  readonly metadata: ReadonlyMap<string, string | number | boolean>;
  readonly tensors: ReadonlySet<string>;
};

type Cursor = {
  readonly file: string;
  readonly descriptor: number;
  buffer: Buffer;
  /** Where in the file the buffer begins, and where in the buffer reading goes on. */
  start: number;
  at: number;
};

const CHUNK_BYTES = 1 << 20;
const STRING = 8;
const ARRAY = 9;
/** Bytes of each scalar type by its number; strings and arrays tell their own length. */
const SIZES: Readonly<Record<number, number>> = { 0: 1, 1: 1, 2: 2, 3: 2, 4: 4, 5: 4, 6: 4, 7: 1, 10: 8, 11: 8, 12: 8 };
/** More than any real file has; a damaged count must not keep the reader busy. */
const MOST_ENTRIES = 1_000_000;

/** Throws `not_found` where there is no file, and `input_invalid` where it is no GGUF file or ends too early. */
export function readGgufHeader(file: string): GgufHeader {
  const descriptor = open(file);
  try {
    const cursor: Cursor = { file, descriptor, buffer: Buffer.alloc(0), start: 0, at: 0 };
    if (take(cursor, 4).toString("latin1") !== "GGUF") throw damaged(file, "it is no GGUF file");
    const version = take(cursor, 4).readUInt32LE();
    if (version < 2 || version > 3) throw damaged(file, `it is GGUF of version ${version}, and 2 and 3 are known`);
    const tensorCount = readCount(cursor);
    const entryCount = readCount(cursor);
    const metadata = new Map<string, string | number | boolean>();
    for (let entry = 0; entry < entryCount; entry += 1) readEntry(cursor, metadata);
    const tensors = new Set<string>();
    for (let tensor = 0; tensor < tensorCount; tensor += 1) tensors.add(readTensorName(cursor));
    return { metadata, tensors };
  } finally {
    closeSync(descriptor);
  }
}

function open(file: string): number {
  try {
    if (statSync(file).isFile()) return openSync(file, "r");
  } catch (cause) {
    throw new SchoolbookError("not_found", `There is no model file ${file}.`, {
      hint: "Check the path; relative ones start at the project's folder.",
      cause,
    });
  }
  throw damaged(file, "it is no file");
}

function readEntry(cursor: Cursor, metadata: Map<string, string | number | boolean>): void {
  const key = readText(cursor);
  const type = take(cursor, 4).readUInt32LE();
  if (type !== ARRAY) {
    metadata.set(key, readScalar(cursor, type));
    return;
  }
  const itemType = take(cursor, 4).readUInt32LE();
  const length = readCount(cursor);
  metadata.set(`${key}.length`, length);
  if (itemType === STRING) for (let item = 0; item < length; item += 1) skip(cursor, readCount(cursor));
  else skip(cursor, sizeOf(cursor, itemType) * length);
}

function readScalar(cursor: Cursor, type: number): string | number | boolean {
  if (type === STRING) return readText(cursor);
  const bytes = take(cursor, sizeOf(cursor, type));
  switch (type) {
    case 4:
      return bytes.readUInt32LE();
    case 5:
      return bytes.readInt32LE();
    case 6:
      return bytes.readFloatLE();
    case 7:
      return bytes[0] !== 0;
    case 10:
      return Number(bytes.readBigUInt64LE());
    case 11:
      return Number(bytes.readBigInt64LE());
    case 12:
      return bytes.readDoubleLE();
    default:
      return type === 0 || type === 2 ? bytes.readUIntLE(0, bytes.length) : bytes.readIntLE(0, bytes.length);
  }
}

function readTensorName(cursor: Cursor): string {
  const name = readText(cursor);
  const dimensions = take(cursor, 4).readUInt32LE();
  if (dimensions > 8) throw damaged(cursor.file, `its tensor ${JSON.stringify(name)} has ${dimensions} dimensions`);
  skip(cursor, dimensions * 8 + 4 + 8);
  return name;
}

function sizeOf({ file }: Cursor, type: number): number {
  const size = SIZES[type];
  if (size === undefined) throw damaged(file, `its metadata holds a value of the unknown type ${type}`);
  return size;
}

function readText(cursor: Cursor): string {
  return take(cursor, readCount(cursor)).toString("utf8");
}

function readCount(cursor: Cursor): number {
  const count = Number(take(cursor, 8).readBigUInt64LE());
  if (count > MOST_ENTRIES * 100) throw damaged(cursor.file, "its header is damaged");
  return count;
}

function take(cursor: Cursor, count: number): Buffer {
  if (cursor.at + count > cursor.buffer.length) refill(cursor, count);
  const bytes = cursor.buffer.subarray(cursor.at, cursor.at + count);
  if (bytes.length < count) throw damaged(cursor.file, "it ends in the middle of its header");
  cursor.at += count;
  return bytes;
}

function skip(cursor: Cursor, count: number): void {
  if (cursor.at + count <= cursor.buffer.length) {
    cursor.at += count;
    return;
  }
  cursor.start += cursor.at + count;
  cursor.buffer = Buffer.alloc(0);
  cursor.at = 0;
}

function refill(cursor: Cursor, count: number): void {
  cursor.start += cursor.at;
  const buffer = Buffer.alloc(Math.max(CHUNK_BYTES, count));
  const length = readSync(cursor.descriptor, buffer, 0, buffer.length, cursor.start);
  cursor.buffer = buffer.subarray(0, length);
  cursor.at = 0;
}

function damaged(file: string, reason: string): SchoolbookError {
  return new SchoolbookError("input_invalid", `${file} cannot be read as a model: ${reason}.`, {
    hint: "The file is damaged or incomplete; fetch it again.",
  });
}
