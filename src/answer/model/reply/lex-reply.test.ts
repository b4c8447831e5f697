import { describe, expect, test } from "vitest";

import { lexReply, type ReplyToken } from "./lex-reply.ts";

const OPTIONS = { passages: 5, isKnownAddress: (address: string) => address === "https://ok.example/x" };

/** Text, marks as `<1,2>` and with `!` for each invented number, `~` for what was removed. */
function shown(reply: string, step = reply.length): string {
  const tokens: ReplyToken[] = [];
  let rest = "";
  for (let at = 0; at < reply.length; at += step) {
    const lexed = lexReply(rest + reply.slice(at, at + step), { ...OPTIONS, isEnd: false });
    tokens.push(...lexed.tokens);
    ({ rest } = lexed);
  }
  tokens.push(...lexReply(rest, { ...OPTIONS, isEnd: true }).tokens);
  return tokens
    .map((token) => {
      if (token.kind === "text") return token.text;
      return token.kind === "mark" ? `<${token.numbers.join(",")}${"!".repeat(token.invented)}>` : "~";
    })
    .join("");
}

describe("marks in every spelling", () => {
  test.each([
    ["It is red [1].", "It is red <1>."],
    ["It is red [1, 2] and [1][3].", "It is red <1,2> and <1><3>."],
    ["It is red【1†source】 or ［２］.", "It is red<1> or <2>."],
    ["It is red [2-4].", "It is red <2,3,4>."],
    ["It is red (passage 2) (see passages 1 and 3).", "It is red <2> <1,3>."],
    ["As passage 2 says, it is red ([^3]).", "As <2> says, it is red <3>."],
    ["It is red [Source 1].", "It is red <1>."],
    ["It is red [9] [1, 12].", "It is red <!> <1!>."],
    ["Passage 99 says so.", "<!> says so."],
  ])("%s", (reply, marks) => {
    expect(shown(reply)).toBe(marks);
    for (const step of [1, 2, 3, 5]) expect(shown(reply, step)).toBe(marks);
  });
});

describe("what is no mark stays", () => {
  test.each([
    "Use `list[1]` here.",
    "An [open] question (2).",
    "```\na[1]\n```\nend",
    "A passage of 12 lines, sources: many.",
  ])("%s", (reply) => {
    expect(shown(reply)).toBe(reply);
    expect(shown(reply, 1)).toBe(reply);
  });
});

describe("nothing that calls out is shown", () => {
  test.each([
    ["![x](https://evil.example/?q=1) end", "x~ end"],
    ["[click](https://evil.example) end", "click~ end"],
    ["See https://evil.example/a?b=c. End", "See ~(link removed). End"],
    ["<img src=https://evil.example> end", "~ end"],
    ["<https://evil.example> end", "~ end"],
    ["www.evil.example/x end", "~(link removed) end"],
    ["[a]: //evil.example/x\nend", "~\nend"],
    ["a javascript:alert(1) b", "a ~(link removed)) b"],
  ])("%s", (reply, safe) => {
    expect(shown(reply)).toBe(safe);
    for (const step of [1, 3, 7]) expect(shown(reply, step)).not.toContain("evil");
  });

  test("an image around a mark leaves no address behind", () => {
    for (const step of [1, 2, 5, 100]) expect(shown("![a [1]](//evil.example/x.png) b", step)).not.toContain("evil");
  });

  test("an address that the documents hold may be said", () => {
    expect(shown("See https://ok.example/x. [ok](https://ok.example/x)")).toBe(
      "See https://ok.example/x. ok (https://ok.example/x)",
    );
  });
});
