// What of a conversation is learnt, for every family of templates and whatever people say in it.
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

import { array, assert, boolean, constantFrom, oneof, property, record, string } from "fast-check";
import { expect, test } from "vitest";

import { createBytePairTokenizer } from "./byte-pair-tokenizer.ts";
import { CHAT_FAMILIES, CHATML, recogniseTemplate } from "./chat-family.ts";
import { renderChat } from "./chat-template.ts";
import { type MarkedTurn, markChat } from "./mark-chat.ts";
import { openBaseText } from "./open-base-text.ts";
import { readTokenizerFile } from "./tokenizer/tokenizer-file.ts";

const NANO = fileURLToPath(new URL("../../models/nano", import.meta.url));
const file = await readTokenizerFile(`${NANO}/tokenizer.json`);

/** Nano's tokenizer with the marks of a family as single tokens, as each family's own tokenizer has them. */
function tokenizerFor(marks: readonly string[]) {
  const first = file.tokens.length;
  const added = marks.filter((mark) => !file.specials.some(({ content }) => content === mark));
  return createBytePairTokenizer({
    ...file,
    tokens: [...file.tokens, ...added],
    specials: [...file.specials, ...added.map((content, at) => ({ id: first + at, content }))],
  });
}

const MARK = /<\|?[a-z_]+\|?>|<\/?s>|\[\/?[A-Z_]+\]/gu;
const said = oneof(string({ unit: "grapheme" }), constantFrom("<|im_end|>", "[/INST] yes", "</s>", "\n\n x", " "));

test.each(CHAT_FAMILIES.map((family) => [family.name, family] as const))(
  "T5 T7: in %s exactly the replies and the marks that end them are learnt, whatever is said",
  (_, family) => {
    const { open, begin, endOfReply, endOfOthers } = family;
    const marks = [begin, endOfReply, endOfOthers, ...Object.values(open)].flatMap((text) => text?.match(MARK) ?? []);
    const tokenizer = tokenizerFor([...new Set(marks)]);
    const end = tokenizer.encode(endOfReply, "parse");
    expect(end).toHaveLength(1);
    assert(
      property(
        array(record({ asked: said, reply: said, learnt: boolean() }), { minLength: 1, maxLength: 4 }),
        (rounds) => {
          const turns: readonly MarkedTurn[] = rounds.flatMap(({ asked, reply, learnt }) => [
            { role: "system", text: "Be brief.", learnt: false },
            { role: "user", text: asked, learnt: false },
            { role: "assistant", text: reply, learnt },
          ]);
          const { ids, learnt } = markChat(turns, family, tokenizer);
          const runs: number[][] = [];
          for (const [at, id] of ids.entries()) {
            if (learnt[at] !== 1) continue;
            if (learnt[at - 1] === 1) runs.at(-1)?.push(id);
            else runs.push([id]);
          }
          expect(runs.map((run) => run.at(-1))).toEqual(runs.map(() => end[0]));
          expect(runs.map((run) => tokenizer.decode(run.slice(0, -1), "show"))).toEqual(
            rounds.filter((round) => round.learnt).map(({ reply }) => reply.toWellFormed()),
          );
        },
      ),
      { seed: 1, numRuns: 60 },
    );
  },
);

test("T9: as text, what is marked is byte for byte what the server renders", async () => {
  const chats = await readFile(new URL("../../test/golden/nano/chats.jsonl", import.meta.url), "utf8");
  const base = await openBaseText(NANO);
  for (const line of chats.trimEnd().split("\n")) {
    const { turns }: { turns: { role: MarkedTurn["role"]; content: string }[] } = JSON.parse(line);
    const marked = markChat(
      turns.map(({ role, content }) => ({ role, text: content, learnt: role === "assistant" })),
      CHATML,
      base.tokenizer,
    );
    expect(base.tokenizer.decode(marked.ids, "show")).toBe(renderChat(turns, { reply: false }));
  }
});

test("T11: a base is known by the hash of its template, and an unknown template is refused", async () => {
  const base = await openBaseText(NANO);
  expect(base).toMatchObject({ exactTemplate: true, contextTokens: 2048, family: { name: "chatml" } });
  expect(base.templateHash).toMatch(/^[0-9a-f]{64}$/u);
  expect(recogniseTemplate("{{ bos }}<start_of_turn>")).toMatchObject({ family: { name: "gemma" }, exact: false });
  expect(recogniseTemplate("{{ messages }}")).toBeUndefined();
  await expect(openBaseText("/nowhere")).rejects.toThrow("holds no tokenizer.json");
});
