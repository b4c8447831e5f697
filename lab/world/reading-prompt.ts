// The one form in which passages are read and questions answered: in nano's training text, the demo and the exams alike.

export type Message = {
  readonly role: "system" | "user" | "assistant";
  readonly content: string;
};

export type ReadingPassage = {
  readonly title: string;
  /** ISO date of the document's version. */
  readonly date?: string;
  readonly text: string;
};

/** Said to the model when it is given passages. */
export const READING_SYSTEM =
  "Answer from the passages and cite them, like [1]. If they do not say, answer that you don't know.";

/** Said to the model when it is given none. */
export const CLOSED_SYSTEM = "Answer the question. If you do not know, say so.";

/** What other people write instead; training mixes them so that nothing hangs on one wording. */
export const READING_SYSTEM_VARIANTS: readonly string[] = [
  "Use only the passages. Cite the passage number in brackets. Say that you don't know when they do not say.",
  "You answer questions about a company from numbered passages. Cite your source.",
  "Read the passages and answer in one sentence with the number of the passage, for example [2].",
  "You are a helpful assistant. Answer the question using the numbered passages below and cite them.",
  "Answer in plain sentences. Every answer names its passage. Do not guess.",
  "Answer only from what the passages say; otherwise say that you don't know.",
  "You are a careful assistant of the company. Quote facts from the passages with their numbers.",
  "You are a helpful assistant.",
  "Answer the question from the passages.",
];

export const CLOSED_SYSTEM_VARIANTS: readonly string[] = [
  "You are a helpful assistant.",
  "Answer in one sentence.",
  "Answer briefly. Do not guess.",
  "You answer questions. Say that you don't know when you don't.",
  "You are a careful assistant. Never make anything up.",
];

/** `[1] Title (date)` and the text; a line of the text cannot pass for the head of another passage. */
export function formatPassage({ title, date, text }: ReadingPassage, number: number): string {
  const body = text
    .trim()
    .replaceAll(/\n\s*\n/gu, "\n")
    .replaceAll(/^\[(\d+)\]/gmu, "($1)");
  return `[${number}] ${title}${date === undefined ? "" : ` (${date})`}\n${body}`;
}

/** The user's message: numbered passages, blank lines between, then the question. */
export function formatReading(passages: readonly ReadingPassage[], question: string): string {
  return [...passages.map((passage, at) => formatPassage(passage, at + 1)), `Question: ${question}`].join("\n\n");
}

export function readingMessages(
  passages: readonly ReadingPassage[],
  question: string,
  system: string = READING_SYSTEM,
): readonly Message[] {
  return [
    { role: "system", content: system },
    { role: "user", content: formatReading(passages, question) },
  ];
}

export function closedMessages(question: string, system: string = CLOSED_SYSTEM): readonly Message[] {
  return [
    { role: "system", content: system },
    { role: "user", content: question },
  ];
}

/** The start of every honest refusal. */
export const REFUSAL = "I don't know.";

/** `asked` is a clause such as `what the price of the Velora kettle is`. */
export function refusalOfPassages(asked: string): string {
  return `${REFUSAL} The passages do not say ${asked}.`;
}

/** Said after an answer to the half that the passages do say. */
export function missingPart(label: string, said: string): string {
  return `The passages do not say ${askedClause(label, said)}.`;
}

export function refusalWithoutPassages(asked: string): string {
  return `${REFUSAL} I have not read ${asked}.`;
}

/** `what the price of the Velora kettle is`. */
export function askedClause(label: string, said: string): string {
  return `what the ${label} of ${said} is`;
}

/** The plain sentence of an answer, without its full stop: `The price of the Velora kettle is 48 euros`. */
export function answerClause(label: string, said: string, value: string): string {
  return `The ${label} of ${said} is ${value}`;
}

/** The whole reply: the sentence, and the passage that it stands in. */
export function citedReply(clause: string, passage?: number): string {
  return passage === undefined ? `${clause}.` : `${clause} [${passage}].`;
}
