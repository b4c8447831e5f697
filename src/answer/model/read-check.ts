// Reads a reply that judges and answers in one JSON object, and gives its answer out while it is written.

export type CheckedReply = {
  readonly isSufficient?: boolean;
  readonly missing?: string;
};

export const CHECK_SCHEMA = {
  type: "object",
  properties: {
    sufficient: { type: "boolean" },
    missing: { type: "string" },
    answer: { type: "string" },
  },
  required: ["sufficient", "missing", "answer"],
  additionalProperties: false,
} as const;

export const CHECK_INSTRUCTION =
  'Reply with JSON: {"sufficient": whether the passages answer the question, "missing": what they do not say, or "", "answer": the answer with its citations, or "" when they do not answer}.';

export type CheckReader = {
  /** What the piece adds to the answer. */
  readonly push: (delta: string) => string;
  readonly read: () => CheckedReply;
};

const ANSWER = /"answer"\s*:\s*"/u;
const ESCAPES: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r", b: "\b", f: "\f" };

export function createCheckReader(): CheckReader {
  let raw = "";
  let given = "";
  return {
    push: (delta) => {
      raw += delta;
      const begin = ANSWER.exec(raw);
      if (begin === null || readField(raw, "sufficient") === "false") return "";
      const answer = decodeString(raw.slice(begin.index + begin[0].length));
      const added = answer.slice(given.length);
      given = answer;
      return added;
    },
    read: () => {
      const sufficient = readField(raw, "sufficient");
      const missing = /"missing"\s*:\s*"/u.exec(raw);
      return {
        ...(sufficient === undefined ? {} : { isSufficient: sufficient === "true" }),
        ...(missing === null ? {} : { missing: decodeString(raw.slice(missing.index + missing[0].length)) }),
      };
    },
  };
}

function readField(raw: string, name: string): string | undefined {
  return new RegExp(`"${name}"\\s*:\\s*(true|false)`, "u").exec(raw)?.[1];
}

/** Up to the closing quotation mark or as far as it has come; an escape that has not ended is left for later. */
function decodeString(raw: string): string {
  let text = "";
  for (let at = 0; at < raw.length; at += 1) {
    const character = raw.charAt(at);
    if (character === '"') break;
    if (character !== "\\") {
      text += character;
      continue;
    }
    const escaped = raw.charAt(at + 1);
    const code = /^u([0-9a-f]{4})/iu.exec(raw.slice(at + 1))?.[1];
    if (escaped === "" || (escaped === "u" && code === undefined)) break;
    text += code === undefined ? (ESCAPES[escaped] ?? escaped) : String.fromCharCode(Number.parseInt(code, 16));
    at += code === undefined ? 1 : 5;
  }
  return text;
}
