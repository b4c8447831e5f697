// Made-up words whose frequencies follow Zipf's law, as those of a language do.

const VOCABULARY = 50_000;
const SYLLABLES = "ba ce di fo gu ka le mi no pu ra se ti vo zu sha tre plo qui wen".split(" ");

/** The word of this rank; 0 is the most frequent. */
export function wordOf(rank: number): string {
  let word = "";
  for (let rest = rank + 1; rest > 0; rest = Math.floor(rest / SYLLABLES.length))
    word += SYLLABLES[rest % SYLLABLES.length] ?? "";
  return rank % 3 === 0 ? `${word}n` : word;
}

function cumulative(): Float64Array {
  const sums = new Float64Array(VOCABULARY);
  let sum = 0;
  for (let rank = 0; rank < VOCABULARY; rank++) sums[rank] = sum += 1 / (rank + 1);
  return sums.map((value) => value / sum);
}

const SHARES = cumulative();

export const ZipfWords = {
  /** The rank of a random word. */
  next(random: () => number): number {
    const share = random();
    let low = 0;
    let high = VOCABULARY - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((SHARES[middle] ?? 1) < share) low = middle + 1;
      else high = middle;
    }
    return low;
  },
};
