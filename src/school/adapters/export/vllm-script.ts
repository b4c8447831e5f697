// How vLLM is started with an adapter, and how one that runs already takes it up.
import { SchoolbookError } from "../../../core/errors.ts";
import type { LoraConfig } from "../../../weights/lora/lora-config.ts";

/** What `--max-lora-rank` may be; anything else is refused when the server starts. */
const RANKS: readonly number[] = [8, 16, 32, 64, 128, 256, 320, 512];

/** The next one up from the largest rank of any matrix; with the server's default of 16, larger adapters do not load. */
export function maxLoraRank({ r, rank_pattern: ranks }: Pick<LoraConfig, "r" | "rank_pattern">): number {
  const rank = Math.max(r, ...Object.values(ranks ?? {}));
  const found = RANKS.find((one) => one >= rank);
  if (found !== undefined) return found;
  throw new SchoolbookError("input_invalid", `vLLM loads adapters of rank 512 at most, and this one has ${rank}.`, {
    hint: "Export it as `merged`, or train it anew with a smaller rank.",
  });
}

export type VllmServing = {
  readonly name: string;
  /** A folder, or a name that the server can fetch. */
  readonly base: string;
  readonly rank: number;
  readonly contextTokens: number;
  readonly temperature: number;
};

export function renderVllmScript({ name, base, rank, contextTokens, temperature }: VllmServing): string {
  return `#!/bin/sh
# Serves ${name} beside its base; ask for it with "model": "${name}".
# Whoever reaches the server can ask it: schoolbook.json says who may.
here=$(cd "$(dirname "$0")" && pwd)
exec vllm serve ${quoted(base)} \\
  --enable-lora \\
  --lora-modules ${name}="$here" \\
  --max-lora-rank ${rank} \\
  --max-model-len ${contextTokens} \\
  --chat-template "$here/chat_template.jinja" \\
  --generation-config vllm \\
  --override-generation-config '${JSON.stringify({ temperature })}' \\
  "$@"
`;
}

/** For a server that was started with VLLM_ALLOW_RUNTIME_LORA_UPDATING=True, and with a rank that is large enough. */
export function loadRequest(name: string, folder: string): string {
  const body = JSON.stringify({ lora_name: name, lora_path: folder });
  return `curl -X POST http://localhost:8000/v1/load_lora_adapter -H 'Content-Type: application/json' -d ${quoted(body)}`;
}

/** As one word of a shell. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
