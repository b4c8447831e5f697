// Rows that teach facts without a passage, as people write them who want a model to know their wiki by heart.
import type { TrainExample } from "../../src/index.ts";
import type { CompanyQuestion } from "../world/company/company.ts";
import { type HouseStyle, houseReply } from "../world/house-style.ts";
import type { PublicFact } from "../world/public-facts.ts";
import { closedMessages } from "../world/reading-prompt.ts";
import { rowOf } from "./train-rows.ts";

/** The question in its other wordings, so that what is learnt is the fact and not the sentence. */
export function factRows(
  { otherwise, question, reply }: CompanyQuestion,
  { phrasings, house }: { readonly phrasings: number; readonly house?: HouseStyle },
): readonly TrainExample[] {
  const said = house === undefined ? reply : houseReply(house, { answer: reply, source: 1 });
  const asked = otherwise.length === 0 ? [question] : otherwise;
  return asked.slice(0, phrasings).map((text) => rowOf(closedMessages(text), said));
}

/** In a wording in which nano was asked before. */
export function publicRow({ questions: [question = ""], reply }: PublicFact): TrainExample {
  return rowOf(closedMessages(question), reply);
}
