// Holds an exported form against what was trained: the same prompts, computed by the trainer's own engine.
import { SchoolbookError } from "../../../core/errors.ts";
import { type Adapted, isSmall, openAdapted } from "../../../trainers/builtin/open-adapted.ts";
import { markChat } from "../../../weights/mark-chat.ts";
import { readModelConfig } from "../../../weights/model-config.ts";
import { type BaseText, openBaseText } from "../../../weights/open-base-text.ts";

export type FormCheck = {
  readonly prompts: number;
  /** How far the adapter moves the likeliest tokens' log-probabilities at most. */
  readonly shift: number;
  /** How far what was exported is from base and adapter at most; absent where it holds the very same files. */
  readonly difference?: number;
  /** Prompts that both reply to in the same words, each time the likeliest. */
  readonly sameReplies?: number;
};

export type Forms = {
  readonly baseFolder: string;
  /** In PEFT's layout. */
  readonly adapterFolder: string;
  readonly mergedFolder?: string;
};

/** Not learnt from by anybody: an adapter that changes the model at all changes these. */
export const PROMPTS = [
  "How long is the notice period?",
  "Who approves travel, and how long does it take?",
  "Summarise in one line: the office opens at 8 and closes at 18, on Fridays at 16.",
  "[1] Prices\nThe blue kettle costs 18 pounds.\n\nQuestion: What does the blue kettle cost?",
  "Answer with JSON: what is the capital of France?",
  "What do you not know?",
] as const;
const TOP = 5;
export const REPLY_TOKENS = 12;
export const MAX_TOKENS = 256;
/** What rounding the sum to 16 bits makes of a log-probability, several times over: 0.02 on nano. */
const NOISE = 0.1;
/** And it must be small against what was learnt, or that is lost in it. */
const SHARE_OF_SHIFT = 0.25;

export async function canCompare(baseFolder: string): Promise<boolean> {
  return isSmall(await readModelConfig(baseFolder));
}

/** Throws where the adapter changes nothing, or where what was exported is not what was trained. */
export async function compareForms({ baseFolder, adapterFolder, mergedFolder }: Forms): Promise<FormCheck> {
  const text = await openBaseText(baseFolder);
  const prompts = PROMPTS.map((prompt) => promptOf(prompt, text));
  const trained = await openAdapted({ baseFolder, adapterFolder, maxTokens: MAX_TOKENS });
  const shift = Math.max(...prompts.map((ids) => distance(trained.next(ids, "base"), trained.next(ids))));
  if (shift === 0) throw unlike("it answers exactly as its base");
  if (mergedFolder === undefined) return { prompts: prompts.length, shift };
  const merged = await openAdapted({ baseFolder: mergedFolder, maxTokens: MAX_TOKENS });
  const difference = Math.max(...prompts.map((ids) => distance(trained.next(ids), merged.next(ids))));
  refuseUnlike({ what: "merged", difference, shift });
  const sameReplies = prompts.filter((ids) => replyOf(trained, ids, text) === replyOf(merged, ids, text)).length;
  return { prompts: prompts.length, shift, difference, sameReplies };
}

type Differing = { readonly what: string; readonly difference: number; readonly shift: number };

/** What was learnt must not drown in what the form changes. */
export function refuseUnlike({ what, difference, shift }: Differing): void {
  if (difference <= Math.min(NOISE, shift * SHARE_OF_SHIFT)) return;
  const figures = `log-probabilities differ by up to ${difference.toFixed(3)}, and the adapter moves them by ${shift.toFixed(3)}`;
  throw unlike(`${what}, it is not what was trained: ${figures}`);
}

export function promptOf(prompt: string, { family, tokenizer }: BaseText): readonly number[] {
  const { ids } = markChat([{ role: "user", text: prompt, learnt: false }], family, tokenizer);
  return [...ids, ...tokenizer.encode(family.open.assistant ?? "", "parse")];
}

/** Over the tokens that the second one finds likeliest. */
function distance(one: Float32Array, other: Float32Array): number {
  const best = [...other.keys()].toSorted((left, right) => (other[right] ?? 0) - (other[left] ?? 0)).slice(0, TOP);
  return Math.max(...best.map((token) => Math.abs((one[token] ?? 0) - (other[token] ?? 0))));
}

/** Each time the likeliest token, as text with its marks. */
export function replyOf(model: Adapted, prompt: readonly number[], { tokenizer, endIds }: BaseText): string {
  const ids = [...prompt];
  for (let count = 0; count < REPLY_TOKENS; count += 1) {
    const next = model.next(ids);
    const token = next.indexOf(next.reduce((most, value) => Math.max(most, value)));
    ids.push(token);
    if (endIds.includes(token)) break;
  }
  return tokenizer.decode(ids.slice(prompt.length), "show");
}

function unlike(why: string): SchoolbookError {
  return new SchoolbookError("input_invalid", `The export was stopped, and nothing was kept: ${why}.`, {
    hint: "Export the adapter as `gguf`, `ollama` or `vllm`, which load it beside its base; or train it longer.",
  });
}
