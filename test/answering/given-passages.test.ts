// Answers to passages that whoever asks has chosen, to all of them, or to none; and what is told of how a reply ended.
import { expect, test } from "vitest";

import { closedBookTemplate } from "../../src/answer/model/prompt/packaged-template.ts";
import { readTemplate } from "../../src/answer/model/prompt/read-template.ts";
import { passageOfDocument } from "../../src/answer/model/prompt/source-passage.ts";
import { buildDocument } from "../../src/testing/index.ts";
import { askLibrary } from "./answer-library.ts";

const LEAVE = buildDocument("leave", "Employees get 30 days of leave a year.", { title: "Leave" });
const PRICES = buildDocument("prices", "The kettle costs 48 euros.", { title: "Prices" });
const LIBRARY = [LEAVE, PRICES];
const QUESTION = "How many days of leave do employees get?";

test("a closed book is asked all the same, without passages, and a mark in its answer means nothing", async () => {
  const { answer, model } = await askLibrary(
    LIBRARY,
    { question: QUESTION },
    {
      says: ["Employees get 25 days [1]."],
      template: closedBookTemplate(),
      givePassages: async () => Promise.resolve({ passages: [], retrieval: "none" }),
    },
  );
  expect(answer).toMatchObject({ answered: true, citations: [], trace: { retrieval: "none", shown: [] } });
  expect(answer.text).toContain("25 days");
  expect(answer.text).not.toContain("[1]");
  expect(JSON.stringify(model.requests[0]?.prompt)).not.toMatch(/30 days|passage/u);
});

test("a closed book that does not know says so, and nothing of documents", async () => {
  const closed = {
    template: closedBookTemplate(),
    givePassages: async () => Promise.resolve({ passages: [], retrieval: "none" as const }),
  };
  const refused = await askLibrary(LIBRARY, { question: QUESTION }, { says: ["I don't know."], ...closed });
  expect(refused.answer).toMatchObject({ answered: false, text: "I don't know." });
  const silent = await askLibrary(LIBRARY, { question: QUESTION }, { says: [" "], ...closed });
  expect(silent.answer).toMatchObject({ answered: false, text: "I don't know." });
});

test("given passages are shown and cited in place of what a search finds", async () => {
  const { answer } = await askLibrary(
    LIBRARY,
    { question: "What does the kettle cost?" },
    {
      says: ["Employees get 30 days of leave a year [1]."],
      givePassages: async () => Promise.resolve({ passages: [passageOfDocument(LEAVE)], retrieval: "given" }),
    },
  );
  expect(answer).toMatchObject({ citations: [{ documentId: "leave" }], trace: { retrieval: "given" } });
});

test("where all of them have to fit and do not, there is no answer but an error that says so", async () => {
  const passages = LIBRARY.map((document) => passageOfDocument(document));
  const whole = {
    says: ["Yes."],
    settings: { maxPromptTokens: 64, maxReplyTokens: 16 },
    givePassages: async () => Promise.resolve({ passages, retrieval: "all-documents", mustFit: true } as const),
  };
  await expect(askLibrary(LIBRARY, { question: QUESTION }, whole)).rejects.toMatchObject({
    code: "input_invalid",
    message: expect.stringMatching(/of 2 documents fit/u),
  });
});

test("a reply that may have no more tokens is told to be cut, a whole one is not", async () => {
  const cut = await askLibrary(LIBRARY, { question: QUESTION }, { says: ["Employees get 30"], ends: "length" });
  expect(cut.answer.cut).toBe(true);
  const whole = await askLibrary(LIBRARY, { question: QUESTION }, { says: ["Employees get 30 days of leave [1]."] });
  expect(whole.answer).not.toHaveProperty("cut");
});

test("the key of an answer goes with its request, and the rewriting of its question has one of its own", async () => {
  const history = [
    { role: "user", content: "Tell me about leave." },
    { role: "assistant", content: "Employees get 30 days of leave." },
  ] as const;
  const { model } = await askLibrary(
    LIBRARY,
    { question: "And how is it requested?", history, idempotencyKey: "k1" },
    { says: ['{"question": "How is leave requested?"}'], json: true },
  );
  expect(model.requests.map(({ idempotencyKey }) => idempotencyKey)).toEqual(["k1-rewrite", "k1"]);
});

test("a template for a closed book needs no place for passages, and any other does", () => {
  const text = "## system\nBe brief.\n\n## user\n{{question}}";
  expect(readTemplate(text, "own.md", { isClosedBook: true })).toMatchObject({ system: "Be brief.", passage: "" });
  expect(() => readTemplate(text, "own.md")).toThrow('the section "passage" is missing');
  expect(() => readTemplate("## system\nx\n\n## user\ny", "own.md", { isClosedBook: true })).toThrow("{{question}}");
});
