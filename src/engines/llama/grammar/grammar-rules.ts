// The rules of a GBNF grammar under construction, with those that every JSON grammar shares.

export type GrammarRules = {
  /** A new rule with this body; its name. */
  add(body: string): string;
  /** The rule for this key, made once; its body may refer to itself. */
  once(key: string, body: () => string): string;
  /** The finished grammar. */
  print(root: string): string;
};

/** Written as people and models write JSON: on one line or indented, never with endless blanks, which small models like. */
const SHARED: Readonly<Record<string, string>> = {
  space: String.raw`| " " | "\n" [ \t]{0,20}`,
  gap: `" "?`,
  char: String.raw`[^"\\\x7F\x00-\x1F] | [\\] (["\\bfnrt] | "u" [0-9a-fA-F]{4})`,
  string: String.raw`"\"" char* "\""`,
  digits: "[0-9]{1,15}",
  integer: `"-"? ("0" | [1-9] [0-9]{0,14})`,
  natural: `"0" | [1-9] [0-9]{0,14}`,
  positive: "[1-9] [0-9]{0,14}",
  number: `integer ("." digits)? ([eE] [-+]? [0-9]{1,2})?`,
  boolean: `"true" | "false"`,
  null: `"null"`,
  pair: `string gap ":" gap value`,
  object: `"{" space (pair space ("," space pair space)*)? "}"`,
  array: `"[" space (value space ("," space value space)*)? "]"`,
  value: "object | array | string | number | boolean | null",
  "long-month": `"0" [13578] | "10" | "12"`,
  "short-month": `"0" [469] | "11"`,
  "day-28": `"0" [1-9] | "1" [0-9] | "2" [0-8]`,
  date: `[0-9]{4} "-" (long-month "-" (day-28 | "29" | "3" [01]) | short-month "-" (day-28 | "29" | "30") | "02-" day-28)`,
  time: `([01] [0-9] | "2" [0-3]) ":" [0-5] [0-9] ":" [0-5] [0-9] ("." [0-9]{3})? ("Z" | [-+] ([01] [0-9] | "2" [0-3]) ":" [0-5] [0-9])`,
  uuid: `[0-9a-f]{8} "-" [0-9a-f]{4} "-" "4" [0-9a-f]{3} "-" [89ab] [0-9a-f]{3} "-" [0-9a-f]{12}`,
};

export function createGrammarRules(): GrammarRules {
  const bodies: string[] = [];
  const known = new Map<string, string>();
  const name = (at: number): string => `part-${at}`;
  return {
    add: (body) => name(bodies.push(body) - 1),
    once(key, body) {
      const made = known.get(key);
      if (made !== undefined) return made;
      const at = bodies.push("") - 1;
      known.set(key, name(at));
      bodies[at] = body();
      return name(at);
    },
    print(root) {
      const own = bodies.map((body, at) => `${name(at)} ::= ${body}`);
      const shared = Object.entries(SHARED).map(([rule, body]) => `${rule} ::= ${body}`);
      return `${[`root ::= ${root}`, ...own, ...shared].join("\n")}\n`;
    },
  };
}

/** Exactly this text. */
export function literal(text: string): string {
  const escaped = text.replaceAll(/[\\"]/gu, String.raw`\$&`).replaceAll("\n", String.raw`\n`);
  return `"${escaped.replaceAll("\r", String.raw`\r`).replaceAll("\t", String.raw`\t`)}"`;
}

/** Exactly this value, written the short way. */
export function jsonLiteral(value: unknown): string {
  return literal(JSON.stringify(value) ?? "null");
}
