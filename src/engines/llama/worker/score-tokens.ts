// Exact log-probabilities of given tokens after a prompt, over the whole vocabulary.
import type { LogitRequest, Sequence, Token } from "./binding.ts";

/**
 * The largest logit comes with the token that greedy sampling selects. (node-llama-cpp 3.22.1 never adds it for
 * `includeMax`, and `includeTop` sorts the whole vocabulary for each token.)
 */
function request(next: Token): LogitRequest {
  return { generateNext: { logits: { filter: { tokens: [next], includeSelected: true } }, totalLogitWeight: true } };
}

/** `rest` are the last tokens of the prompt, at least one, that the sequence has not computed yet. */
export async function scoreTokens(
  sequence: Sequence,
  rest: readonly Token[],
  tokens: readonly Token[],
): Promise<number[]> {
  const asking = rest.length - 1;
  const input = [...rest, ...tokens.slice(0, -1)].map((token, index) => {
    const next = tokens[index - asking];
    return next === undefined ? token : ([token, request(next)] as const);
  });
  const replies = await sequence.controlledEvaluate(input);
  return tokens.map((token, index) => {
    const next = replies[asking + index]?.next;
    const logits = next?.logits ?? new Map<Token, number>();
    const largest = Math.max(...logits.values());
    return (logits.get(token) ?? Number.NaN) - largest - Math.log(next?.totalLogitWeight ?? Number.NaN);
  });
}

/** The likeliest next tokens, best first. */
export async function likeliestTokens(
  sequence: Sequence,
  rest: readonly Token[],
  count: number,
): Promise<{ token: Token; logProbability: number }[]> {
  const last = rest.at(-1);
  if (last === undefined) return [];
  const [reply] = (
    await sequence.controlledEvaluate([...rest.slice(0, -1), [last, { generateNext: { probabilities: true } }]])
  ).slice(-1);
  const probabilities = [...(reply?.next.probabilities ?? [])].toSorted((a, b) => b[1] - a[1]);
  return probabilities.slice(0, count).map(([token, value]) => ({ token, logProbability: Math.log(value) }));
}
