// Which of two answers a judge prefers: each vote is taken in both orders and counts only where the two agree.
import { type Preference, type Vote, voteOnPair } from "./ask-once.ts";
import { callsOf, type JudgeOptions } from "./judge-answer.ts";
import { type PairTask, pairPrompt } from "./judge-prompt.ts";

export type JudgedPair =
  | {
      readonly kind: "judged";
      readonly preference: Preference;
      /** Votes whose two orders agree, by what they say. */
      readonly agreeing: Readonly<Record<Preference, number>>;
      /** Share of the votes whose two orders contradict each other: taste for a place, not for an answer. */
      readonly orderFlipRate: number;
      /** Of the agreeing votes, the share that went against the verdict. */
      readonly flipRate: number;
      readonly failedVotes: number;
    }
  | { readonly kind: "failed"; readonly reason: string };

const TURNED = { first: "second", second: "first", tie: "tie" } as const;

export async function judgePair(task: PairTask, options: JudgeOptions): Promise<JudgedPair> {
  const agreeing = { first: 0, second: 0, tie: 0 };
  const failures: string[] = [];
  let contradictions = 0;
  for (const call of callsOf(options)) {
    const straight = await voteOnPair(options.model, pairPrompt(task), call);
    const turned = turn(await voteOnPair(options.model, pairPrompt(swapped(task)), call));
    const failed = [straight, turned].find((vote) => vote.kind === "failed");
    if (failed !== undefined) failures.push(failed.reason);
    else if (straight.kind === "cast" && turned.kind === "cast" && straight.value === turned.value) {
      agreeing[straight.value] += 1;
    } else contradictions += 1;
  }
  const counted = agreeing.first + agreeing.second + agreeing.tie;
  const asked = counted + contradictions;
  if (asked <= failures.length) return { kind: "failed", reason: failures[0] ?? "there was no vote" };
  const preference = verdictOf(agreeing);
  return {
    kind: "judged",
    preference,
    agreeing,
    orderFlipRate: contradictions / asked,
    flipRate: counted === 0 ? 0 : (counted - agreeing[preference]) / counted,
    failedVotes: failures.length,
  };
}

/** More than half of the agreeing votes; anything less is a tie. */
function verdictOf(agreeing: Readonly<Record<Preference, number>>): Preference {
  const { first, second, tie } = agreeing;
  if (first > second + tie) return "first";
  return second > first + tie ? "second" : "tie";
}

function swapped(task: PairTask): PairTask {
  return { ...task, first: task.second, second: task.first };
}

function turn(vote: Vote<Preference>): Vote<Preference> {
  return vote.kind === "failed" ? vote : { ...vote, value: TURNED[vote.value] };
}
