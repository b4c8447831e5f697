// A classifier that only searches: the intent of the most similar training messages.
import { readBanking } from "./data-sets.ts";
import { indexAll } from "./fill-store.ts";
import { createQuickStore } from "./quick-store.ts";
import { rankDocuments } from "./rank-set.ts";
import { mean } from "./scores.ts";

export const NEIGHBOURS = 10;

/** One line with the accuracy of the nearest message alone and of a vote among ten, nearer ones first. */
export async function nearestIntent(): Promise<string> {
  const train = readBanking("train");
  const test = readBanking("test");
  const store = createQuickStore(indexAll(train.map(({ text }, index) => ({ id: String(index), title: "", text }))));
  const questions = test.map(({ text }) => ({
    text,
    group: text,
    relevant: new Set<string>(),
    answerable: true,
    answers: [],
  }));
  const rankings = await rankDocuments({ store, questions });
  const labels = rankings.map((ranked) => ranked.map((id) => train[Number(id)]?.label ?? ""));
  const nearest = mean(labels.map((found, index) => Number(found[0] === test[index]?.label)));
  const voted = mean(labels.map((found, index) => Number(vote(found.slice(0, NEIGHBOURS)) === test[index]?.label)));
  return `memory  banking77            nearest  ${nearest.toFixed(4)}, vote of ${NEIGHBOURS} ${voted.toFixed(4)}`;
}

/** Nearer ones first. */
export function vote(labels: readonly string[]): string | undefined {
  const votes = new Map<string, number>();
  for (const [place, label] of labels.entries()) votes.set(label, (votes.get(label) ?? 0) + 1 / (place + 3));
  return [...votes].toSorted((left, right) => right[1] - left[1])[0]?.[0];
}
