// Reads what a GGUF file says of itself: its values and where its tensors lie, never the numbers.
import { type FileHandle, open } from "node:fs/promises";

import { SchoolbookError } from "../../core/errors.ts";
import { GGUF_ALIGNMENT, GGUF_MAGIC, GGUF_TYPES } from "./gguf-value.ts";

export type GgufScalar = number | bigint | boolean | string;

export type GgufPlace = {
  readonly name: string;
  /** Rows first, as in safetensors. */
  readonly shape: readonly number[];
  readonly type: number;
  /** From the beginning of the file. */
  readonly offset: number;
};

export type GgufHeader = {
  readonly version: number;
  readonly values: ReadonlyMap<string, GgufScalar | readonly GgufScalar[]>;
  readonly tensors: readonly GgufPlace[];
};

const READ_AHEAD = 1 << 20;
/** Why limits: in a damaged file any number may stand where a count is expected. */
const MAX_COUNT = 1 << 24;

export async function readGgufHeader(path: string): Promise<GgufHeader> {
  await using file = await open(path, "r");
  const cursor = new Cursor(file, path);
  if ((await cursor.take(4)).toString("latin1") !== GGUF_MAGIC) throw cursor.damaged("it does not begin with GGUF");
  const version = (await cursor.take(4)).readUInt32LE();
  if (version < 2 || version > 3) throw cursor.damaged(`its version is ${version}, not 2 or 3`);
  const tensorCount = await cursor.count();
  const valueCount = await cursor.count();
  const values = new Map<string, GgufScalar | readonly GgufScalar[]>();
  for (let at = 0; at < valueCount; at += 1) {
    const key = await cursor.string();
    values.set(key, await readValue(cursor, (await cursor.take(4)).readUInt32LE()));
  }
  const places: GgufPlace[] = [];
  for (let at = 0; at < tensorCount; at += 1) places.push(await readPlace(cursor));
  const alignment = Number(values.get("general.alignment") ?? GGUF_ALIGNMENT);
  const first = Math.ceil(cursor.position / alignment) * alignment;
  return { version, values, tensors: places.map((place) => ({ ...place, offset: first + place.offset })) };
}

async function readPlace(cursor: Cursor): Promise<GgufPlace> {
  const name = await cursor.string();
  const dimensions = (await cursor.take(4)).readUInt32LE();
  if (dimensions > 8) throw cursor.damaged(`"${name}" has ${dimensions} dimensions`);
  const sizes: number[] = [];
  for (let at = 0; at < dimensions; at += 1) sizes.push(Number((await cursor.take(8)).readBigUInt64LE()));
  const type = (await cursor.take(4)).readUInt32LE();
  return { name, shape: sizes.toReversed(), type, offset: Number((await cursor.take(8)).readBigUInt64LE()) };
}

async function readValue(cursor: Cursor, type: number): Promise<GgufScalar | readonly GgufScalar[]> {
  if (type !== GGUF_TYPES.array) return readScalar(cursor, type);
  const inner = (await cursor.take(4)).readUInt32LE();
  const length = await cursor.count();
  const items: GgufScalar[] = [];
  for (let at = 0; at < length; at += 1) items.push(await readScalar(cursor, inner));
  return items;
}

type ReadScalar = (cursor: Cursor) => Promise<GgufScalar>;

const SCALARS: Readonly<Record<number, ReadScalar>> = {
  [GGUF_TYPES.uint8]: async (cursor) => (await cursor.take(1)).readUInt8(),
  [GGUF_TYPES.int8]: async (cursor) => (await cursor.take(1)).readInt8(),
  [GGUF_TYPES.uint16]: async (cursor) => (await cursor.take(2)).readUInt16LE(),
  [GGUF_TYPES.int16]: async (cursor) => (await cursor.take(2)).readInt16LE(),
  [GGUF_TYPES.uint32]: async (cursor) => (await cursor.take(4)).readUInt32LE(),
  [GGUF_TYPES.int32]: async (cursor) => (await cursor.take(4)).readInt32LE(),
  [GGUF_TYPES.float32]: async (cursor) => (await cursor.take(4)).readFloatLE(),
  [GGUF_TYPES.bool]: async (cursor) => (await cursor.take(1)).readUInt8() !== 0,
  [GGUF_TYPES.string]: async (cursor) => cursor.string(),
  [GGUF_TYPES.uint64]: async (cursor) => (await cursor.take(8)).readBigUInt64LE(),
  [GGUF_TYPES.int64]: async (cursor) => (await cursor.take(8)).readBigInt64LE(),
  [GGUF_TYPES.float64]: async (cursor) => (await cursor.take(8)).readDoubleLE(),
};

async function readScalar(cursor: Cursor, type: number): Promise<GgufScalar> {
  const read = SCALARS[type];
  if (read === undefined) throw cursor.damaged(`it holds a value of the unknown type ${type}`);
  return read(cursor);
}

/** Goes through a file in order, reading ahead in large pieces. */
class Cursor {
  position = 0;
  readonly #file: FileHandle;
  readonly #path: string;
  #ahead: Buffer = Buffer.alloc(0);

  constructor(file: FileHandle, path: string) {
    this.#file = file;
    this.#path = path;
  }

  async take(length: number): Promise<Buffer> {
    while (this.#ahead.byteLength < length) {
      const more = Buffer.alloc(Math.max(READ_AHEAD, length - this.#ahead.byteLength));
      const from = this.position + this.#ahead.byteLength;
      const { bytesRead } = await this.#file.read(more, 0, more.byteLength, from);
      if (bytesRead === 0) throw this.damaged("it ends within its header");
      this.#ahead = Buffer.concat([this.#ahead, more.subarray(0, bytesRead)]);
    }
    const taken = this.#ahead.subarray(0, length);
    this.#ahead = this.#ahead.subarray(length);
    this.position += length;
    return taken;
  }

  async count(): Promise<number> {
    const count = (await this.take(8)).readBigUInt64LE();
    if (count > MAX_COUNT) throw this.damaged(`it claims ${count} entries where a few are expected`);
    return Number(count);
  }

  async string(): Promise<string> {
    return (await this.take(await this.count())).toString("utf8");
  }

  damaged(why: string): SchoolbookError {
    return new SchoolbookError("input_invalid", `${this.#path} is no whole GGUF file: ${why}.`, {
      hint: "Get or write the file again.",
    });
  }
}
