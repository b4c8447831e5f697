// Answers out of a log that somebody marked as good: those become rows, all others are listed with what was said of them.
import type { TrainMessage } from "../../../spec/training.ts";
import { readMessages } from "./import-chat.ts";
import type { Collector } from "./imported.ts";
import { isAbsent, isRecord, type JsonRecord, textOf } from "./json-value.ts";
import type { Row } from "./read-rows.ts";
import { leaveOutRest, ROW_FIELDS, rowFields, shown } from "./row-fields.ts";

export const RATINGS = ["rating", "feedback", "thumbs", "vote", "score"] as const;
const QUESTIONS = ["question", "prompt", "query", "input"] as const;
const ANSWERS = ["answer", "response", "reply", "output", "completion"] as const;
const ASIDE = ["citations", "principals", "as", "history", "messages", "system"] as const;

export function importAnswerRow(row: Row, collector: Collector): void {
  const { line, value } = row;
  const rating = RATINGS.map((name) => value[name]).find((found) => !isAbsent(found));
  const liked = isLiked(rating);
  if (liked === undefined) return collector.passOver({ line }, "nobody has rated it");
  if (!liked) return collector.passOver({ line }, `it is rated ${shown(ratingWord(rating))}`);
  const messages = messagesOf(row, collector);
  const fields = rowFields(row, collector);
  if (messages === undefined || fields === undefined) return;
  leaveOutRest(row, [...RATINGS, ...QUESTIONS, ...ANSWERS, ...ASIDE, ...ROW_FIELDS], collector);
  const cited = sourcesOf(value);
  collector.add(
    { line },
    {
      messages,
      ...(cited.length === 0 ? {} : { sources: cited }),
      ...fields,
      tags: [...(fields.tags ?? []), "rated-up"],
    },
  );
}

function ratingWord(rating: unknown): unknown {
  return isRecord(rating) ? (rating["value"] ?? rating["rating"] ?? rating["score"] ?? rating["thumbs"]) : rating;
}

const UP = new Set("up thumbs_up thumbs-up thumbsup 👍 positive good like liked true yes 1 +1 5".split(" "));
const DOWN = new Set(
  "down thumbs_down thumbs-down thumbsdown 👎 negative bad dislike disliked false no 0 -1 2 3 4".split(" "),
);

/** Undefined: not rated, or in a way that nobody knows here. */
function isLiked(rating: unknown): boolean | undefined {
  const word = String(ratingWord(rating)).toLowerCase();
  if (UP.has(word)) return true;
  return DOWN.has(word) ? false : undefined;
}

function messagesOf(row: Row, collector: Collector): readonly TrainMessage[] | undefined {
  const { line, value } = row;
  const answer = first(value, ANSWERS);
  const text = textOf(isRecord(answer) ? answer["text"] : answer);
  if (Array.isArray(value["messages"])) {
    const said = readMessages(row, value["messages"], { field: "messages", collector });
    if (said === undefined || text === undefined) return said;
    return [...said.map(given), { role: "assistant", content: text }];
  }
  const asked = textOf(first(value, QUESTIONS));
  if (asked === undefined || text === undefined) {
    collector.refuse({ line }, `it has no ${asked === undefined ? "question" : "answer"}`);
    return undefined;
  }
  const before = isAbsent(value["history"]) ? [] : readMessages(row, value["history"], { field: "history", collector });
  if (before === undefined) return undefined;
  const system = textOf(value["system"]);
  return [
    ...(system === undefined ? [] : [{ role: "system" as const, content: system }]),
    ...before.map(given),
    { role: "user", content: asked },
    { role: "assistant", content: text },
  ];
}

/** Only the answer was rated; what was said before it is read. */
function given(message: TrainMessage): TrainMessage {
  return message.role === "assistant" ? { ...message, weight: 0 } : message;
}

function first(value: JsonRecord, names: readonly string[]): unknown {
  return names.map((name) => value[name]).find((found) => !isAbsent(found));
}

/** Documents that the answer cites. */
function sourcesOf(value: JsonRecord): readonly string[] {
  const answer = first(value, ANSWERS);
  const cited = (isRecord(answer) ? answer["citations"] : undefined) ?? value["citations"];
  if (!Array.isArray(cited)) return [];
  const ids = cited.map((one: unknown) => (isRecord(one) ? textOf(one["documentId"] ?? one["source"]) : textOf(one)));
  return [...new Set(ids.filter((id) => id !== undefined))];
}
