// The words of messages and rows: what is said, what is asked, what is answered.
import type { ChatMessage, ChatPart } from "../../spec/chat.ts";
import type { TrainExample, TrainMessage } from "../../spec/training.ts";

/** Text parts as they stand; calls and results of tools as JSON. */
export function messageText({ content }: Pick<ChatMessage, "content">): string {
  return typeof content === "string" ? content : content.map(partText).join("\n");
}

function partText(part: ChatPart): string {
  if (part.kind === "text" || part.kind === "reasoning") return part.text;
  if (part.kind === "tool-call") return `${part.name}(${JSON.stringify(part.input)})`;
  return typeof part.output === "string" ? part.output : JSON.stringify(part.output);
}

/** Whether the trainer is to learn the message. */
export function isLearnt({ role, weight = 1 }: TrainMessage): boolean {
  return role === "assistant" && weight > 0;
}

/** The last message that is learnt, and all that stands before it. */
export function lastExchange({ messages }: Pick<TrainExample, "messages">): {
  readonly before: readonly TrainMessage[];
  readonly reply: TrainMessage | undefined;
} {
  const at = messages.findLastIndex(isLearnt);
  return at < 0 ? { before: messages, reply: undefined } : { before: messages.slice(0, at), reply: messages[at] };
}

/** What is learnt of a row, one message after the other. */
export function learntText({ messages }: Pick<TrainExample, "messages">): string {
  return messages.filter(isLearnt).map(messageText).join("\n");
}

/** The last thing that the user said before the reply. */
export function askedText(example: Pick<TrainExample, "messages">): string {
  const asked = lastExchange(example).before.findLast(({ role }) => role === "user");
  return asked === undefined ? "" : messageText(asked);
}
