// Which questions settings are chosen on and which the verdict rests on: whole clusters, drawn by the seed, each kind of question in both parts.
import { seededRandom } from "../../core/runtime.ts";
import type { Question } from "../../spec/exam.ts";

export type SplitOptions = {
  readonly seed: number;
  /** Of the questions, for choosing; 0 leaves every question to the verdict. */
  readonly developmentShare: number;
  /** No more are needed to choose between a handful of settings. */
  readonly mostForDevelopment: number;
};

export type Split = { readonly development: readonly Question[]; readonly test: readonly Question[] };

/** Questions of one cluster hang together: what is learnt about one of them would leak into the others. */
export function splitQuestions(questions: readonly Question[], options: SplitOptions): Split {
  const { seed, developmentShare, mostForDevelopment } = options;
  const wanted = Math.min(mostForDevelopment, Math.floor(questions.length * developmentShare));
  const random = seededRandom(seed);
  const strata = Map.groupBy(Map.groupBy(questions, ({ cluster }) => cluster).values(), (own) => kindOf(own));
  const development = new Set<Question>();
  for (const clusters of strata.values()) {
    const size = clusters.reduce((sum, own) => sum + own.length, 0);
    const share = Math.round((wanted * size) / questions.length);
    let taken = 0;
    for (const own of shuffled(clusters, random)) {
      // why: the last cluster of a kind stays with the test, which has to say something about every kind.
      if (taken + own.length > share || taken + own.length >= size) continue;
      for (const question of own) development.add(question);
      taken += own.length;
    }
  }
  return {
    development: questions.filter((question) => development.has(question)),
    test: questions.filter((question) => !development.has(question)),
  };
}

/** Of a cluster's first question: its axis, and whether anything answers it. */
function kindOf([first]: readonly Question[]): string {
  return `${first?.axis ?? "knowledge"} ${first?.expected.unanswerable === true}`;
}

function shuffled<Item>(items: readonly Item[], random: () => number): readonly Item[] {
  const drawn = items.map((item) => ({ item, at: random() }));
  return drawn.toSorted((one, other) => one.at - other.at).map(({ item }) => item);
}
