// The typed values of a GGUF header, and how they stand in the file.

export type GgufValue =
  | { readonly kind: "uint32" | "int32" | "float32"; readonly value: number }
  | { readonly kind: "uint64"; readonly value: bigint }
  | { readonly kind: "bool"; readonly value: boolean }
  | { readonly kind: "string"; readonly value: string }
  | { readonly kind: "strings"; readonly value: readonly string[] }
  | { readonly kind: "int32s"; readonly value: readonly number[] }
  | { readonly kind: "float32s"; readonly value: readonly number[] };

export type GgufMetadata = ReadonlyMap<string, GgufValue>;

/** Numbers that stand before each value and say what it is. */
export const GGUF_TYPES = {
  uint8: 0,
  int8: 1,
  uint16: 2,
  int16: 3,
  uint32: 4,
  int32: 5,
  float32: 6,
  bool: 7,
  string: 8,
  array: 9,
  uint64: 10,
  int64: 11,
  float64: 12,
} as const;

export const GGUF_MAGIC = "GGUF";
export const GGUF_VERSION = 3;
/** Tensors begin at multiples of this many bytes, as readers expect when nothing else is said. */
export const GGUF_ALIGNMENT = 32;

export function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

export function uint64(value: number | bigint): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt(value));
  return bytes;
}

export function ggufString(text: string): Buffer {
  const bytes = Buffer.from(text);
  return Buffer.concat([uint64(bytes.byteLength), bytes]);
}

/** A value with its type before it. */
export function encodeValue(entry: GgufValue): Buffer {
  return Buffer.concat(encodedParts(entry));
}

function encodedParts(entry: GgufValue): readonly Buffer[] {
  switch (entry.kind) {
    case "uint32":
      return [uint32(GGUF_TYPES.uint32), uint32(entry.value)];
    case "int32":
      return [uint32(GGUF_TYPES.int32), numbers(Int32Array.of(entry.value))];
    case "float32":
      return [uint32(GGUF_TYPES.float32), numbers(Float32Array.of(entry.value))];
    case "uint64":
      return [uint32(GGUF_TYPES.uint64), uint64(entry.value)];
    case "bool":
      return [uint32(GGUF_TYPES.bool), Buffer.of(entry.value ? 1 : 0)];
    case "string":
      return [uint32(GGUF_TYPES.string), ggufString(entry.value)];
    case "strings":
      return [arrayHead(GGUF_TYPES.string, entry.value.length), ...entry.value.map(ggufString)];
    case "int32s":
      return [arrayHead(GGUF_TYPES.int32, entry.value.length), numbers(Int32Array.from(entry.value))];
    case "float32s":
      break;
  }
  return [arrayHead(GGUF_TYPES.float32, entry.value.length), numbers(Float32Array.from(entry.value))];
}

function arrayHead(type: number, length: number): Buffer {
  return Buffer.concat([uint32(GGUF_TYPES.array), uint32(type), uint64(length)]);
}

function numbers(values: Int32Array | Float32Array): Buffer {
  return Buffer.from(values.buffer, values.byteOffset, values.byteLength);
}
