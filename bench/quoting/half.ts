// Every set is cut in two: one half to choose with, one that is only looked at in the end.

export type Half = "choose" | "held-out";

/** Whole groups, alternately in the order in which they first appear. */
export function halvesOf(groups: readonly string[]): (group: string) => Half {
  const places = new Map([...new Set(groups)].map((group, place) => [group, place]));
  return (group) => ((places.get(group) ?? 0) % 2 === 0 ? "choose" : "held-out");
}
