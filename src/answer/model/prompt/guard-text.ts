// Takes from a corpus text what could pass for a part of the prompt: heads of passages, the question's line, turns of the chat.

/** Everything that some program shows as the end of a line. */
const BREAKS = /\r\n?|[\v\f\u0085\u2028\u2029]/gu;
/** White space, invisible characters and marks of Markdown that may stand before what a line seems to begin with. */
const LEAD = "(?:[^\\S\\n]|[\\p{Cf}\\p{Mn}>#*_+|~`-])*";
const OPEN = "[\\[\\uFF3B\\u3010\\u27E6\\u2045\\u3014\\u2772\\u298B\\uFE5D\\u300A\\u3008\\u2E28]";
const CLOSE = "[\\]\\uFF3D\\u3011\\u27E7\\u2046\\u3015\\u2773\\u298C\\uFE5E\\u300B\\u3009\\u2E29]";
const NUMBER = "[\\s\\p{Cf}]*((?:(?:passage|source|document)[\\s\\p{Cf}]*)?[\\p{N}\\p{Cf}]+)[\\s\\p{Cf}]*";
const HEAD = new RegExp(`^(${LEAD})${OPEN}${NUMBER}${CLOSE}`, "gimu");
/** Lines that would open the question or somebody's turn. */
const TURNS = "question|system|assistant|user|human|developer|tool";
const TURN = new RegExp(`^(${LEAD})((?:${spaced(TURNS)}))${LEAD}[:\\uFF1A\\uFE55\\uA789\\u2236]`, "gimu");
/** `<|im_end|>`, also with the full-width bars that some templates use. */
const SPECIAL_OPEN = /<(\p{Cf}*)(?=[|\uFF5C])/gu;
const SPECIAL_CLOSE = /(?<=[|\uFF5C])(\p{Cf}*)>/gu;
const CONTROL =
  /[<[](\/?(?:INST|SYS|start_of_turn|end_of_turn|think|thinking|bos|eos|pad|unk|s|tool_call|tool_response))[>\]]/giu;
const DOUBLE_SYS = /<<(\/?SYS)>>/giu;

/** A body of text: no blank lines, and no line that a model could take for the prompt's own. Ordinary lines stay as they are. */
export function guardText(text: string): string {
  return guardLines(text)
    .trim()
    .replaceAll(/\n\s*\n/gu, "\n");
}

/** A title: one line, whose brackets cannot close the head that it stands in. */
export function guardTitle(title: string): string {
  return guardLines(title).replaceAll(/\s+/gu, " ").trim();
}

/** Somebody's words: their lines stay, and nothing in them ends or opens a turn. */
export function guardTurns(text: string): string {
  return withoutControls(text);
}

function guardLines(text: string): string {
  const lines = text.replaceAll(BREAKS, "\n");
  return withoutControls(lines)
    .replaceAll(HEAD, (_, lead: string, number: string) => `${lead}(${number.trim()})`)
    .replaceAll(TURN, (_, lead: string, turn: string) => `${lead}${turn} –`);
}

function withoutControls(text: string): string {
  return text
    .replaceAll(DOUBLE_SYS, "($1)")
    .replaceAll(SPECIAL_OPEN, "< ")
    .replaceAll(SPECIAL_CLOSE, " >")
    .replaceAll(CONTROL, "($1)");
}

/** Each letter may be followed by invisible characters. */
function spaced(words: string): string {
  return words.replaceAll(/[a-z]/gu, (letter) => `${letter}\\p{Cf}*`);
}
