import { readFile } from "node:fs/promises";

import { expect, test } from "vitest";

import { CHATML_TEMPLATE, renderChat } from "./chat-template.ts";

type Rendered = {
  readonly turns: readonly { readonly role: string; readonly content: string }[];
  readonly reply: boolean;
  readonly text: string;
};

test("nano's template file is the template that the code renders", async () => {
  const file = await readFile(new URL("../../models/nano/chat_template.jinja", import.meta.url), "utf8");
  expect(file).toBe(CHATML_TEMPLATE);
});

test("conversations are rendered byte for byte as Jinja renders them", async () => {
  const golden = await readFile(new URL("../../test/golden/nano/chats.json", import.meta.url), "utf8");
  // why: our own golden file, written by nano/parity.py with Jinja
  const chats = JSON.parse(golden) as readonly Rendered[];
  expect(chats.length).toBeGreaterThan(5);
  for (const { turns, reply, text } of chats) expect(renderChat(turns, { reply })).toBe(text);
});
