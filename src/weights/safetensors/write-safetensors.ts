// Writes a safetensors file; the numbers of each tensor are asked for when it is their turn.
import { open, rename, rm } from "node:fs/promises";

export type TensorToWrite = {
  readonly name: string;
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly bytes: number;
  /** The tensor's bytes in order, in pieces of any size. */
  readonly pieces: () => AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
};

/** Writes beside the target and renames, so that there is never half a file under the name; where it fails, nothing is left. */
export async function writeSafetensors(
  path: string,
  tensors: readonly TensorToWrite[],
  metadata: Readonly<Record<string, string>> = {},
): Promise<void> {
  const part = `${path}.part`;
  try {
    await writePart(part, tensors, metadata);
    await rename(part, path);
  } catch (error) {
    // why: on a full disk, what is left of it is the room that others lack.
    await rm(part, { force: true });
    throw error;
  }
}

async function writePart(
  part: string,
  tensors: readonly TensorToWrite[],
  metadata: Readonly<Record<string, string>>,
): Promise<void> {
  await using file = await open(part, "w");
  await file.appendFile(headerOf(tensors, metadata));
  for (const tensor of tensors) {
    let written = 0;
    for await (const piece of tensor.pieces()) {
      await file.appendFile(piece);
      written += piece.byteLength;
    }
    if (written !== tensor.bytes)
      throw new RangeError(`${tensor.name} gave ${written} bytes instead of ${tensor.bytes}`);
  }
  await file.sync();
}

function headerOf(tensors: readonly TensorToWrite[], metadata: Readonly<Record<string, string>>): Buffer {
  let offset = 0;
  const entries = tensors.map(({ name, dtype, shape, bytes }) => {
    const begin = offset;
    offset += bytes;
    return [name, { dtype, shape, data_offsets: [begin, offset] }] as const;
  });
  const json = JSON.stringify({ __metadata__: metadata, ...Object.fromEntries(entries) });
  // why: readers map the numbers into memory, where they must begin at a multiple of eight
  const text = Buffer.from(json.padEnd(json.length + ((8 - (Buffer.byteLength(json) % 8)) % 8), " "));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(text.byteLength));
  return Buffer.concat([length, text]);
}
