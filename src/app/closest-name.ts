// "Did you mean …": the known name that is nearest to a mistyped one.

/** The nearest of the known names, when it is near enough to be a typing mistake; of two as near, one that begins alike. */
export function closestName(name: string, known: readonly string[]): string | undefined {
  const wanted = name.toLowerCase();
  const allowed = Math.max(1, Math.floor(wanted.length / 3));
  const beginsAlike = ({ candidate }: { readonly candidate: string }): number =>
    candidate[0]?.toLowerCase() === wanted[0] ? 1 : 0;
  const ranked = known
    .map((candidate) => ({ candidate, distance: editDistance(wanted, candidate.toLowerCase()) }))
    .filter(({ candidate, distance }) => distance <= allowed || isPartOf(wanted, candidate.toLowerCase()))
    .toSorted((one, other) => one.distance - other.distance || beginsAlike(other) - beginsAlike(one));
  return ranked[0]?.candidate;
}

function isPartOf(wanted: string, candidate: string): boolean {
  return wanted.length >= 3 && candidate.length >= 3 && (candidate.startsWith(wanted) || wanted.startsWith(candidate));
}

/** Insertions, deletions, replacements and swapped neighbours (optimal string alignment). */
export function editDistance(one: string, other: string): number {
  let before: number[] = [];
  let previous = Array.from({ length: other.length + 1 }, (_, column) => column);
  for (let row = 1; row <= one.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= other.length; column += 1) {
      const same = one[row - 1] === other[column - 1];
      const swapped = row > 1 && column > 1 && one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1];
      current.push(
        Math.min(
          (previous[column] ?? 0) + 1,
          (current[column - 1] ?? 0) + 1,
          (previous[column - 1] ?? 0) + (same ? 0 : 1),
          swapped ? (before[column - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY,
        ),
      );
    }
    before = previous;
    previous = current;
  }
  return previous[other.length] ?? 0;
}
