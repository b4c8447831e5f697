// Writes ONNX files: just enough of protocol buffers for graphs of a few nodes.

export type OnnxTensor = {
  readonly name: string;
  readonly dims: readonly number[];
  readonly data: Float32Array | BigInt64Array;
};

export type OnnxNode = {
  readonly operation: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes?: Readonly<Record<string, number>>;
};

/** A number is a fixed size, a name a size that may differ from run to run. */
export type OnnxValue = {
  readonly name: string;
  readonly type: "int64" | "float";
  readonly dims: readonly (number | string)[];
};

export type OnnxGraph = {
  readonly inputs: readonly OnnxValue[];
  readonly outputs: readonly OnnxValue[];
  readonly nodes: readonly OnnxNode[];
  readonly weights: readonly OnnxTensor[];
};

const IR_VERSION = 8;
const OPERATOR_SET = 17;
const TYPES = { float: 1, int64: 7 } as const;
const ATTRIBUTE_INT = 2;

export function writeOnnx({ inputs, outputs, nodes, weights }: OnnxGraph): Buffer {
  const graph = [
    ...nodes.map((node) => message(1, writeNode(node))),
    text(2, "tiny"),
    ...weights.map((tensor) => message(5, writeTensor(tensor))),
    ...inputs.map((value) => message(11, writeValue(value))),
    ...outputs.map((value) => message(12, writeValue(value))),
  ];
  const operators = [text(1, ""), number(2, OPERATOR_SET)];
  return Buffer.concat([number(1, IR_VERSION), text(2, "schoolbook-test"), message(7, graph), message(8, operators)]);
}

function writeNode({ operation, inputs, outputs, attributes = {} }: OnnxNode): readonly Buffer[] {
  return [
    ...inputs.map((name) => text(1, name)),
    ...outputs.map((name) => text(2, name)),
    text(4, operation),
    ...Object.entries(attributes).map(([name, value]) =>
      message(5, [text(1, name), number(3, value), number(20, ATTRIBUTE_INT)]),
    ),
  ];
}

function writeTensor({ name, dims, data }: OnnxTensor): readonly Buffer[] {
  const type = data instanceof Float32Array ? TYPES.float : TYPES.int64;
  const raw = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  return [...dims.map((size) => number(1, size)), number(2, type), text(8, name), bytes(9, raw)];
}

function writeValue({ name, type, dims }: OnnxValue): readonly Buffer[] {
  const shape = dims.map((size) => message(1, [typeof size === "number" ? number(1, size) : text(2, size)]));
  return [text(1, name), message(2, [message(1, [number(1, TYPES[type]), message(2, shape)])])];
}

const VARINT = 0;
const DELIMITED = 2;

function varint(value: number): Buffer {
  const parts: number[] = [];
  let rest = value;
  for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) parts.push((rest % 0x80) | 0x80);
  return Buffer.from([...parts, rest]);
}

function key(field: number, kind: number): Buffer {
  return varint(field * 8 + kind);
}

function number(field: number, value: number): Buffer {
  return Buffer.concat([key(field, VARINT), varint(value)]);
}

function bytes(field: number, content: Buffer): Buffer {
  return Buffer.concat([key(field, DELIMITED), varint(content.length), content]);
}

function text(field: number, content: string): Buffer {
  return bytes(field, Buffer.from(content));
}

function message(field: number, content: readonly Buffer[]): Buffer {
  return bytes(field, Buffer.concat(content));
}
