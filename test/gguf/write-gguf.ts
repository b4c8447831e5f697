// Writes small GGUF files for tests: metadata and float32 tensors, as llama.cpp reads them.

export type GgufValue =
  | { readonly kind: "uint32"; readonly value: number }
  | { readonly kind: "int32"; readonly value: number }
  | { readonly kind: "float32"; readonly value: number }
  | { readonly kind: "bool"; readonly value: boolean }
  | { readonly kind: "string"; readonly value: string }
  | { readonly kind: "strings"; readonly value: readonly string[] }
  | { readonly kind: "int32s"; readonly value: readonly number[] };

/** Sizes with the fastest-changing first, as ggml counts them. */
export type GgufTensor = {
  readonly name: string;
  readonly shape: readonly number[];
  readonly data: Float32Array;
};

export type GgufFile = {
  readonly metadata: Readonly<Record<string, GgufValue>>;
  readonly tensors: readonly GgufTensor[];
};

const ALIGNMENT = 32;
const TYPES = { uint32: 4, int32: 5, float32: 6, bool: 7, string: 8 } as const;
const ARRAY = 9;
const FLOAT32 = 0;

export function writeGguf({ metadata, tensors }: GgufFile): Buffer {
  const header = [
    Buffer.from("GGUF"),
    uint32(3),
    uint64(tensors.length),
    uint64(Object.keys(metadata).length),
    ...Object.entries(metadata).flatMap(([key, value]) => [text(key), encode(value)]),
  ];
  let offset = 0;
  for (const { name, shape, data } of tensors) {
    header.push(text(name), uint32(shape.length), ...shape.map(uint64), uint32(FLOAT32), uint64(offset));
    offset += padded(data.byteLength);
  }
  const start = pad(Buffer.concat(header));
  return Buffer.concat([
    start,
    ...tensors.map(({ data }) => pad(Buffer.from(data.buffer, data.byteOffset, data.byteLength))),
  ]);
}

function encode(value: GgufValue): Buffer {
  switch (value.kind) {
    case "strings":
      return array(TYPES.string, value.value.map(text));
    case "int32s":
      return array(TYPES.int32, value.value.map(int32));
    case "uint32":
      return Buffer.concat([uint32(TYPES.uint32), uint32(value.value)]);
    case "int32":
      return Buffer.concat([uint32(TYPES.int32), int32(value.value)]);
    case "float32":
      return Buffer.concat([uint32(TYPES.float32), float32(value.value)]);
    case "bool":
      return Buffer.concat([uint32(TYPES.bool), Buffer.from([value.value ? 1 : 0])]);
    case "string":
    default:
      return Buffer.concat([uint32(TYPES.string), text(value.value)]);
  }
}

function array(type: number, items: readonly Buffer[]): Buffer {
  return Buffer.concat([uint32(ARRAY), uint32(type), uint64(items.length), ...items]);
}

function text(value: string): Buffer {
  const bytes = Buffer.from(value);
  return Buffer.concat([uint64(bytes.length), bytes]);
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32LE(value);
  return bytes;
}

function float32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeFloatLE(value);
  return bytes;
}

function uint64(value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt(value));
  return bytes;
}

function pad(bytes: Buffer): Buffer {
  return Buffer.concat([bytes, Buffer.alloc(padded(bytes.length) - bytes.length)]);
}

function padded(length: number): number {
  return Math.ceil(length / ALIGNMENT) * ALIGNMENT;
}
