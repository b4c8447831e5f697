// Keys, passwords and what belongs to persons, which a trained model may say to anybody.
import { messageText } from "../examples/message-text.ts";
import { type Finding, linesText } from "./finding.ts";
import type { PreparedRow } from "./prepare-rows.ts";

type Pattern = {
  readonly name: string;
  readonly kind: "secret" | "personal-data";
  readonly pattern: RegExp;
  /** Without it the pattern cannot be there; looking for it is quicker by far. */
  readonly sign?: string;
  /** Told from what only looks so. */
  readonly isReal?: (found: string) => boolean;
};

const PATTERNS: readonly Pattern[] = [
  { name: "a private key", kind: "secret", pattern: /-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----/u },
  { name: "an AWS key", kind: "secret", pattern: /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/u },
  { name: "a GitHub token", kind: "secret", pattern: /\bgh[pousr]_[A-Za-z0-9]{36,}\b|\bgithub_pat_\w{40,}\b/u },
  { name: "a Slack token", kind: "secret", pattern: /\bxox[abeprs]-[A-Za-z0-9-]{10,}/u },
  {
    name: "an API key",
    kind: "secret",
    pattern: /\bsk-(?:[a-z]+-)*[A-Za-z0-9_-]{20,}|\bAIza[\w-]{35}\b|\bhf_[A-Za-z]{30,}\b/u,
  },
  { name: "a web token", kind: "secret", pattern: /\beyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]{8,}/u },
  {
    name: "a password",
    kind: "secret",
    pattern: /\b(?:password|passwd|passwort|pwd|secret|api[_-]?key)["']?\s*[:=]\s*["']?[^\s"',;]{6,}/iu,
  },
  {
    name: "a password in an address",
    kind: "secret",
    sign: "://",
    pattern: /\b[a-z][a-z+.-]*:\/\/[^\s/:@]+:[^\s/@]{3,}@/iu,
  },
  {
    name: "a mail address",
    kind: "personal-data",
    sign: "@",
    pattern: /\b[\w.+-]+@[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}\b/iu,
  },
  {
    name: "a telephone number",
    kind: "personal-data",
    pattern: /(?<![\w.+-])(?:\+\d{1,3}[ ./-]?)(?:\(?\d{1,5}\)?[ ./-]?){2,5}\d{2,}(?![\w.-]*\w)/u,
  },
  {
    name: "an account number",
    kind: "personal-data",
    pattern: /\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){3,7}(?: ?[A-Z0-9]{1,3})?\b/u,
    isReal: isIban,
  },
  { name: "a card number", kind: "personal-data", pattern: /(?<![\w-])(?:\d[ -]?){12,18}\d(?![\w-])/u, isReal: isCard },
  {
    name: "a social security number",
    kind: "personal-data",
    pattern: /(?<![\w-])(?!000|666|9)\d{3}-(?!00)\d{2}-(?!0000)\d{4}(?![\w-])/u,
  },
];

/** One finding for each sort of thing; the thing itself is never repeated. */
export function findSecrets(rows: readonly PreparedRow[]): readonly Finding[] {
  const lines = new Map<Pattern, number[]>();
  for (const { example, line } of rows) {
    const text = example.messages.map(messageText).join("\n");
    for (const pattern of PATTERNS) {
      if (!holds(text, pattern)) continue;
      const known = lines.get(pattern);
      if (known === undefined) lines.set(pattern, [line]);
      else known.push(line);
    }
  }
  return [...lines].map(([{ name, kind }, found]) => ({
    kind,
    severity: kind === "secret" ? "error" : "warning",
    lines: found,
    message: `${linesText(found)} hold${found.length === 1 ? "s" : ""} what looks like ${name}`,
    remedy:
      kind === "secret"
        ? "take it out and withdraw it: what was trained on can be asked for"
        : "take it out, or make sure that everybody who will be served may know it",
  }));
}

function holds(text: string, { pattern, sign, isReal }: Pattern): boolean {
  if (sign !== undefined && !text.includes(sign)) return false;
  const found = pattern.exec(text);
  if (found === null || isReal === undefined) return found !== null;
  return [...text.matchAll(new RegExp(pattern, "gu"))].some(([one]) => isReal(one));
}

/** Its check digits are right. */
function isIban(text: string): boolean {
  const compact = text.replaceAll(" ", "");
  const digits = (compact.slice(4) + compact.slice(0, 4)).replaceAll(/[A-Z]/gu, (letter) =>
    String(letter.charCodeAt(0) - 55),
  );
  let rest = 0;
  for (const digit of digits) rest = (rest * 10 + Number(digit)) % 97;
  return rest === 1;
}

/** Luhn's sum is right. */
function isCard(text: string): boolean {
  const digits = (text.match(/\d/gu) ?? []).toReversed().map(Number);
  const sum = digits.reduce((total, digit, at) => {
    const doubled = at % 2 === 1 ? digit * 2 : digit;
    return total + (doubled > 9 ? doubled - 9 : doubled);
  }, 0);
  return sum % 10 === 0 && new Set(digits).size > 1;
}
