// A conversation as tokens, each marked whether it is to be learnt: replies with the mark that ends them, and nothing else.
import type { BytePairTokenizer } from "./byte-pair-tokenizer.ts";
import type { ChatFamily } from "./chat-family.ts";

export type MarkedTurn = {
  readonly role: "system" | "user" | "assistant" | "tool";
  readonly text: string;
  readonly learnt: boolean;
};

export type MarkedChat = {
  readonly ids: readonly number[];
  /** As long as `ids`: 1 where the token is learnt. */
  readonly learnt: Uint8Array;
};

type Encoder = Pick<BytePairTokenizer, "encode">;

/**
 * Pieces are encoded one by one, as a server encodes them: what was said so far, then what it makes. Marks inside what people
 * said stay plain text, so that no row can end its own turn.
 */
export function markChat(turns: readonly MarkedTurn[], family: ChatFamily, tokenizer: Encoder): MarkedChat {
  const ids: number[] = [];
  const places: number[] = [];
  const write = (text: string, specials: "parse" | "plain", learnt: boolean): void => {
    if (text === "") return;
    for (const id of tokenizer.encode(text, specials)) {
      if (learnt) places.push(ids.length);
      ids.push(id);
    }
  };
  write(family.begin, "parse", false);
  for (const { role, text, learnt } of joinSystem(turns, family)) {
    const isReply = role === "assistant";
    write(family.open[role] ?? "", "parse", false);
    write(text, "plain", isReply && learnt);
    write(isReply ? family.endOfReply : family.endOfOthers, "parse", isReply && learnt);
    write(family.between, "parse", false);
  }
  const marks = new Uint8Array(ids.length);
  for (const place of places) marks[place] = 1;
  return { ids, learnt: marks };
}

/** Families without a turn for it put the system's message before what the user says next. */
function joinSystem(turns: readonly MarkedTurn[], { open }: ChatFamily): readonly MarkedTurn[] {
  if (open.system !== null) return turns;
  let waiting = "";
  return turns.flatMap((turn) => {
    if (turn.role === "system") {
      waiting += `${turn.text}\n\n`;
      return [];
    }
    if (turn.role !== "user" || waiting === "") return [turn];
    const text = waiting + turn.text;
    waiting = "";
    return [{ ...turn, text }];
  });
}
