// Reads a safetensors file piece by piece: the header at once, the numbers only where they are asked for.
import { type FileHandle, open } from "node:fs/promises";

import { z } from "zod";

import { SchoolbookError } from "../../core/errors.ts";

/** Why a limit: a damaged length would otherwise be taken for a header of many gigabytes. */
const MAX_HEADER_BYTES = 100_000_000;

const tensorSchema = z.strictObject({
  dtype: z.string(),
  shape: z.array(z.int().nonnegative()),
  data_offsets: z.tuple([z.int().nonnegative(), z.int().nonnegative()]),
});

export type TensorPlace = {
  readonly name: string;
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly begin: number;
  readonly end: number;
};

export type Safetensors = AsyncDisposable & {
  readonly tensors: ReadonlyMap<string, TensorPlace>;
  readonly metadata: Readonly<Record<string, string>>;
  /** Bytes of one tensor from `from` up to `to`, both counted from the tensor's beginning. */
  read(place: TensorPlace, from?: number, to?: number): Promise<Uint8Array>;
};

export async function openSafetensors(path: string): Promise<Safetensors> {
  const file = await open(path, "r");
  try {
    const { size } = await file.stat();
    const headerBytes = Number((await readExactly(file, 0, Math.min(8, size))).readBigUInt64LE());
    if (headerBytes > Math.min(size - 8, MAX_HEADER_BYTES)) {
      throw damaged(path, `its header claims ${headerBytes} bytes, and the file has ${size}`);
    }
    const text = (await readExactly(file, 8, headerBytes)).toString("utf8");
    const { tensors, metadata } = parseHeader(path, text, size - 8 - headerBytes);
    const first = 8 + headerBytes;
    return {
      tensors,
      metadata,
      read: async (place, from = 0, to = place.end - place.begin) =>
        readExactly(file, first + place.begin + from, to - from),
      [Symbol.asyncDispose]: async () => file.close(),
    };
  } catch (error) {
    await file.close();
    throw error instanceof RangeError ? damaged(path, "it ends too early") : error;
  }
}

type Header = Pick<Safetensors, "tensors" | "metadata">;

function parseHeader(path: string, text: string, dataBytes: number): Header {
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch {
    throw damaged(path, "its header is no JSON");
  }
  const { __metadata__: metadata, ...rest } = z
    .looseObject({ __metadata__: z.record(z.string(), z.string()).optional() })
    .parse(raw);
  const tensors = new Map<string, TensorPlace>();
  for (const [name, value] of Object.entries(rest)) {
    const found = tensorSchema.safeParse(value);
    if (!found.success) throw damaged(path, `the entry of "${name}" is not understood`);
    const [begin, end] = found.data.data_offsets;
    if (begin > end || end > dataBytes) throw damaged(path, `"${name}" lies outside the file`);
    tensors.set(name, { name, dtype: found.data.dtype, shape: found.data.shape, begin, end });
  }
  return { tensors, metadata: metadata ?? {} };
}

async function readExactly(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length);
  for (let done = 0; done < length;) {
    const { bytesRead } = await file.read(buffer, done, length - done, position + done);
    if (bytesRead === 0) throw new RangeError("unexpected end of file");
    done += bytesRead;
  }
  return buffer;
}

function damaged(path: string, why: string): SchoolbookError {
  return new SchoolbookError("input_invalid", `${path} is no whole safetensors file: ${why}.`, {
    hint: "Get the file again; its size or hash will differ.",
  });
}
