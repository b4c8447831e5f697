// An adapter of nano from rows at hand, by the product's own trainer; the same rows and settings are trained once and kept in lab/.cache.
import { createHash } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import {
  type ChatAdapter,
  SchoolbookError,
  TRAIN_DEFAULTS,
  trainAdapter,
  type TrainExample,
  VERSION,
} from "../../src/index.ts";
import type { Message } from "../world/reading-prompt.ts";
import type { Lab } from "./experiment.ts";
import { nanoHash } from "./nano-hash.ts";

export type Tuned = {
  readonly adapter: ChatAdapter;
  /** Mean loss per token on plain prose that is never learnt from. */
  readonly neutral: { readonly before: number; readonly after: number };
};

export type Schooling = {
  readonly rows: readonly TrainExample[];
  readonly epochs: number;
  readonly seed?: number;
};

const CACHE = join(import.meta.dirname, "..", ".cache");
const THREADS = 2;

export async function trainRows(
  lab: Pick<Lab, "note" | "signal">,
  { rows, epochs, seed = 1 }: Schooling,
): Promise<Tuned> {
  const settings = { ...TRAIN_DEFAULTS, epochs, seed, threads: THREADS };
  const text = rows.map(({ messages, weight, acl }) => `${JSON.stringify({ messages, weight, acl })}\n`).join("");
  const name = `lab-${keyOf(text, { ...settings, threads: 0 })}`;
  mkdirSync(CACHE, { recursive: true });
  const file = join(CACHE, `${name}.jsonl`);
  writeFileSync(file, text);
  lab.note(`${rows.length} rows, ${epochs} times: ${name}`);
  const request = { file, name, base: "nano", trainer: "builtin", settings, signal: lab.signal };
  const train = async (anew: boolean) => trainAdapter({ ...request, anew }, { folder: CACHE, config: {} });
  const shelved = await train(false).catch(async (error: unknown) => {
    // why: what is kept under this name was made by another version of the trainer.
    if (error instanceof SchoolbookError && error.code === "input_invalid") return train(true);
    throw error;
  });
  const { neutral } = shelved.checks;
  if (neutral === undefined) throw new Error(`${name}: the trainer did not measure the neutral texts.`);
  return { adapter: { name, path: shelved.gguf }, neutral };
}

/** Made-up companies have no secrets: whoever asks may be answered from it. */
export function rowOf(messages: readonly Message[], reply: string): TrainExample {
  return { messages: [...messages, { role: "assistant", content: reply }], weight: 1, acl: ["public"] };
}

/** Other rows, other settings, other weights below or another trainer are another adapter. */
function keyOf(text: string, settings: Readonly<Record<string, number>>): string {
  const parts = [VERSION, nanoHash(), JSON.stringify(settings), text];
  return createHash("sha256").update(parts.join("\n")).digest("hex").slice(0, 16);
}
