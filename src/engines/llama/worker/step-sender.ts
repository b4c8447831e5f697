// Sends a reply's parts to the parent: the first at once, then together what comes within a few milliseconds.
import type { Call } from "../../child/serve.ts";
import type { ChatStep, OutputPart } from "../messages.ts";

export type Counts = { readonly outputTokens: number; readonly reasoningTokens: number };

export type StepSender = {
  add(parts: readonly OutputPart[], counts: Counts): void;
  /** Sends what is still held. */
  flush(): void;
};

/** Nobody sees the difference, and a quick model spends its time on tokens instead of on messages. */
const TOGETHER_MS = 8;

export function createStepSender(call: Call): StepSender {
  let held: OutputPart[] = [];
  let counts: Counts = { outputTokens: 0, reasoningTokens: 0 };
  let sentMs = Number.NEGATIVE_INFINITY;
  let timer: NodeJS.Timeout | undefined;

  function flush(): void {
    clearTimeout(timer);
    timer = undefined;
    if (held.length === 0) return;
    sentMs = performance.now();
    call.send({ kind: "wrote", parts: held, ...counts } satisfies ChatStep);
    held = [];
  }

  return {
    flush,
    add(parts, newCounts) {
      counts = newCounts;
      for (const part of parts) {
        const last = held.at(-1);
        if (part.kind !== "call" && last?.kind === part.kind) {
          held[held.length - 1] = { ...part, text: last.text + part.text };
        } else {
          held.push(part);
        }
      }
      if (held.length === 0) return;
      if (performance.now() - sentMs >= TOGETHER_MS) flush();
      else timer ??= setTimeout(flush, TOGETHER_MS);
    },
  };
}
