// One answer that both a judge and people have scored.

export type JudgedItem = {
  readonly id: string;
  /** Answers that belong together, as those to one question. */
  readonly cluster: string;
  readonly judge: number;
  /** One score per person. */
  readonly people: readonly number[];
};

/** From which score on an answer counts as accepted. */
export type Thresholds = { readonly judge: number; readonly people: number };

export function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}

export function peopleAccept({ people }: JudgedItem, threshold: number): boolean {
  // why: a mean of thirds is a hair off the whole number that it stands for.
  return meanOf(people) >= threshold - 1e-9;
}
