// A loaded ONNX model: token ids in, the numbers of its one interesting output out.
import { SchoolbookError } from "../../../core/errors.ts";
import type { Settings } from "../messages.ts";
import type { Runtime, Session, Tensor } from "./binding.ts";
import type { EncodedText } from "./text-encoder.ts";

export type Output = {
  readonly values: Float32Array;
  readonly dims: readonly number[];
};

export type Model = {
  readonly output: string;
  /** Of the output, where the model says. */
  readonly shape: readonly (number | string)[];
  run(rows: readonly EncodedText[], padId: number): Promise<Output>;
};

/** What models of text take in; how each is filled from the ids, one row's padding included. */
const INPUTS: Readonly<Record<string, (row: EncodedText, at: number, padId: number) => number>> = {
  input_ids: ({ ids }, at, padId) => ids[at] ?? padId,
  attention_mask: ({ ids }, at) => (at < ids.length ? 1 : 0),
  token_type_ids: ({ types }, at) => types[at] ?? 0,
  position_ids: ({ ids }, at) => Math.min(at, ids.length - 1),
};

/** By preference: a vector that the model has pooled itself, else the vectors of its tokens. */
const OUTPUTS = {
  embedder: ["sentence_embedding", "last_hidden_state", "token_embeddings"],
  reranker: ["logits", "scores"],
} as const;

export async function loadModel(runtime: Runtime, { file, threads, role }: Settings): Promise<Model> {
  const session = await openSession(runtime, file, threads);
  const unknown = session.inputNames.filter((name) => INPUTS[name] === undefined);
  if (unknown.length > 0) throw unfit(file, `it also wants ${unknown.join(", ")}`);
  const output = chooseOutput(session, role, file);
  const shape = session.outputMetadata.find(({ name }) => name === output)?.shape ?? [];
  return { output, shape, run: async (rows, padId) => run({ runtime, session, output }, rows, padId) };
}

async function openSession(runtime: Runtime, file: string, threads: number): Promise<Session> {
  try {
    return await runtime.InferenceSession.create(file, {
      executionProviders: ["cpu"],
      intraOpNumThreads: threads,
      interOpNumThreads: 1,
      executionMode: "sequential",
      graphOptimizationLevel: "all",
      // why: the arena never gives back what the largest batch once needed.
      enableCpuMemArena: false,
      logSeverityLevel: 3,
    });
  } catch (cause) {
    const said = cause instanceof Error ? cause.message : String(cause);
    throw new SchoolbookError("input_invalid", `${file} cannot be loaded: ${said.split("\n")[0] ?? ""}.`, {
      hint: "The file is damaged or incomplete, or of a kind that this ONNX runtime does not know. Fetch it again.",
      cause,
    });
  }
}

function chooseOutput({ outputNames }: Session, role: Settings["role"], file: string): string {
  const known = OUTPUTS[role].find((name) => outputNames.includes(name));
  const only =
    outputNames.length === 1 &&
    !Object.values(OUTPUTS)
      .flat()
      .some((name) => name === outputNames[0])
      ? outputNames[0]
      : undefined;
  const output = known ?? only;
  if (output !== undefined) return output;
  throw unfit(file, `it is no ${role}: its outputs are ${outputNames.join(", ")}`);
}

function unfit(file: string, why: string): SchoolbookError {
  return new SchoolbookError("input_invalid", `${file} does not fit: ${why}.`, {
    hint: "Use an ONNX file exported for feature extraction (embedder) or for text classification (reranker).",
  });
}

type Running = { readonly runtime: Runtime; readonly session: Session; readonly output: string };

async function run(
  { runtime, session, output }: Running,
  rows: readonly EncodedText[],
  padId: number,
): Promise<Output> {
  const longest = Math.max(...rows.map(({ ids }) => ids.length));
  const feeds = Object.fromEntries(
    session.inputNames.map((name, index): [string, Tensor] => {
      const fill = INPUTS[name] ?? (() => 0);
      const numbers = rows.flatMap((row) => Array.from({ length: longest }, (_, at) => fill(row, at, padId)));
      const dims = [rows.length, longest];
      if (session.inputMetadata[index]?.type === "int32")
        return [name, new runtime.Tensor("int32", Int32Array.from(numbers), dims)];
      return [name, new runtime.Tensor("int64", BigInt64Array.from(numbers, BigInt), dims)];
    }),
  );
  const results = await session.run(feeds, [output]);
  const tensor = results[output];
  if (tensor === undefined) throw new SchoolbookError("engine_failed", `The model gave no ${output}.`);
  try {
    return { values: asFloats(tensor), dims: tensor.dims };
  } finally {
    tensor.dispose();
    for (const feed of Object.values(feeds)) feed.dispose();
  }
}

function asFloats({ type, data }: Tensor): Float32Array {
  if (data instanceof Float32Array) return data.slice();
  if (type === "float16") return Float32Array.from(new Float16Array(data.buffer, data.byteOffset, data.length));
  throw new SchoolbookError("engine_failed", `The model gives numbers of the kind ${type}, which are no vectors.`);
}
