// How often a model is asked each fact: the protocol of SliCK in full, or a cheap one that is marked as approximate.

export type ScreenProtocol = {
  readonly name: "full" | "budget";
  /** Different prompts for one fact: other examples before it, another phrasing where there is one. */
  readonly prompts: number;
  /** Replies drawn for each prompt, besides the likeliest one. */
  readonly samples: number;
  readonly temperature: number;
  /** Examples before the question; SliCK takes 4. */
  readonly shots: number;
  readonly approximate: boolean;
};

/** SliCK draws from the 40 likeliest tokens; engines here share no such setting, so that the temperature alone shapes the draw. */
export const PROTOCOLS: Readonly<Record<ScreenProtocol["name"], ScreenProtocol>> = {
  full: { name: "full", prompts: 10, samples: 16, temperature: 0.5, shots: 4, approximate: false },
  budget: { name: "budget", prompts: 4, samples: 4, temperature: 0.5, shots: 4, approximate: true },
};

/** Replies that one fact costs at most. */
export function mostCalls({ prompts, samples }: ScreenProtocol): number {
  return prompts * (1 + samples);
}
