// Writes a GGUF file; the numbers of each tensor are asked for when it is their turn.
import { open, rename } from "node:fs/promises";

import { SchoolbookError } from "../../core/errors.ts";
import {
  encodeValue,
  GGUF_ALIGNMENT,
  GGUF_MAGIC,
  GGUF_VERSION,
  type GgufMetadata,
  ggufString,
  uint32,
  uint64,
} from "./gguf-value.ts";
import { Q8_BLOCK, Q8_BLOCK_BYTES } from "./quantise-q8.ts";

export type GgufFormat = "F32" | "F16" | "Q8_0" | "BF16";

/** The formats' numbers in the file, and how many bytes how many values take. */
export const GGUF_FORMATS: Readonly<
  Record<GgufFormat, { readonly id: number; readonly values: number; readonly bytes: number }>
> = {
  F32: { id: 0, values: 1, bytes: 4 },
  F16: { id: 1, values: 1, bytes: 2 },
  Q8_0: { id: 8, values: Q8_BLOCK, bytes: Q8_BLOCK_BYTES },
  BF16: { id: 30, values: 1, bytes: 2 },
};

export type GgufTensor = {
  readonly name: string;
  readonly format: GgufFormat;
  /** Rows first, as in safetensors; the file lists them the other way round. */
  readonly shape: readonly number[];
  readonly pieces: () => AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
};

export function tensorBytes({ name, format, shape }: Pick<GgufTensor, "name" | "format" | "shape">): number {
  const { values, bytes } = GGUF_FORMATS[format];
  if ((shape.at(-1) ?? 1) % values !== 0) {
    throw new SchoolbookError(
      "input_invalid",
      `${name} has rows of ${shape.at(-1)} numbers; ${format} takes multiples of ${values}.`,
      {
        hint: "Write the file as F16.",
      },
    );
  }
  return (shape.reduce((product, size) => product * size, 1) / values) * bytes;
}

/** Writes beside the target and renames, so that there is never half a file under the name. */
export async function writeGguf(path: string, metadata: GgufMetadata, tensors: readonly GgufTensor[]): Promise<void> {
  const part = `${path}.part`;
  await using file = await open(part, "w");
  const head = headOf(metadata, tensors);
  await file.appendFile(head);
  await file.appendFile(Buffer.alloc(padding(head.byteLength)));
  for (const tensor of tensors) {
    const bytes = tensorBytes(tensor);
    let written = 0;
    for await (const piece of tensor.pieces()) {
      await file.appendFile(piece);
      written += piece.byteLength;
    }
    if (written !== bytes) throw new RangeError(`${tensor.name} gave ${written} bytes instead of ${bytes}`);
    await file.appendFile(Buffer.alloc(padding(bytes)));
  }
  await file.sync();
  await rename(part, path);
}

/** Bytes of the file that `writeGguf` makes of them. */
export function ggufBytes(metadata: GgufMetadata, tensors: readonly GgufTensor[]): number {
  const head = headOf(metadata, tensors).byteLength;
  const sizes = [head, ...tensors.map(tensorBytes)];
  return sizes.reduce((sum, bytes) => sum + bytes + padding(bytes), 0);
}

function headOf(metadata: GgufMetadata, tensors: readonly GgufTensor[]): Buffer {
  const values = [...metadata].map(([key, value]) => Buffer.concat([ggufString(key), encodeValue(value)]));
  let offset = 0;
  const places = tensors.map((tensor) => {
    const { name, format, shape } = tensor;
    const place = Buffer.concat([
      ggufString(name),
      uint32(shape.length),
      ...shape.toReversed().map(uint64),
      uint32(GGUF_FORMATS[format].id),
      uint64(offset),
    ]);
    const bytes = tensorBytes(tensor);
    offset += bytes + padding(bytes);
    return place;
  });
  const counts = [uint64(tensors.length), uint64(metadata.size)];
  return Buffer.concat([Buffer.from(GGUF_MAGIC), uint32(GGUF_VERSION), ...counts, ...values, ...places]);
}

function padding(bytes: number): number {
  return (GGUF_ALIGNMENT - (bytes % GGUF_ALIGNMENT)) % GGUF_ALIGNMENT;
}
