import { readFile } from "node:fs/promises";

import { expect, test } from "vitest";
import { z } from "zod";

import { CHATML_TEMPLATE, renderChat } from "./chat-template.ts";

const chatsSchema = z.array(
  z.object({
    turns: z.array(z.object({ role: z.string(), content: z.string() })),
    reply: z.boolean(),
    text: z.string(),
  }),
);

const linesOf = (text: string): readonly unknown[] =>
  text
    .trimEnd()
    .split("\n")
    .map((line): unknown => JSON.parse(line));

test("nano's template file is the template that the code renders", async () => {
  const file = await readFile(new URL("../../models/nano/chat_template.jinja", import.meta.url), "utf8");
  expect(file).toBe(CHATML_TEMPLATE);
});

test("conversations are rendered byte for byte as Jinja renders them", async () => {
  const golden = await readFile(new URL("../../test/golden/nano/chats.jsonl", import.meta.url), "utf8");
  const chats = chatsSchema.parse(linesOf(golden));
  expect(chats.length).toBeGreaterThan(5);
  for (const { turns, reply, text } of chats) expect(renderChat(turns, { reply })).toBe(text);
});
