// llama.cpp within this program, without a process around it: what the engine is measured against.
import { requireInstalled } from "../../../src/engines/installing/installed-engine.ts";
import { LLAMA_RECIPE } from "../../../src/engines/llama/recipe.ts";
import { openBinding } from "../../../src/engines/llama/worker/binding.ts";

export type Within = {
  /** A greedy reply as pieces of text. */
  generate(tokens: readonly number[], maxTokens: number): AsyncGenerator<string>;
};

export async function openWithin(file: string, enginesFolder: string): Promise<Within> {
  const { llama } = await openBinding(requireInstalled(LLAMA_RECIPE, enginesFolder), { threads: 1, gpu: false });
  const model = await llama.loadModel({ modelPath: file, gpuLayers: 0 });
  const context = await model.createContext({ contextSize: 2048, sequences: 4, threads: 1, batchSize: 512 });
  const sequence = context.getSequence();
  return {
    async *generate(tokens, maxTokens) {
      await sequence.clearHistory();
      let written = 0;
      let recent: readonly number[] = [];
      const options = { temperature: 0, topP: 0.95, topK: 40, minP: 0.05, seed: 1 };
      for await (const token of sequence.evaluate(tokens, options)) {
        yield model.detokenize([token], false, recent);
        recent = [...recent, token].slice(-8);
        written += 1;
        if (written >= maxTokens) return;
      }
    },
  };
}
