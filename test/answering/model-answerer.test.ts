import { describe, expect, test } from "vitest";

import { passageOfDocument } from "../../src/answer/model/prompt/source-passage.ts";
import { SchoolbookError } from "../../src/core/errors.ts";
import { buildDocument, type BuildOptions } from "../../src/testing/index.ts";
import { askLibrary } from "./answer-library.ts";

function page(id: string, title: string, text: string, options: BuildOptions = {}) {
  return buildDocument(id, `# ${title}\n\n${text}`, { title, format: "markdown", ...options });
}

const LIBRARY = [
  page("kettles", "Velora kettle", "The Velora kettle costs 48 euros. Its warranty is 2 years.", {
    metadata: { date: "2026-01-31" },
  }),
  page("leave", "Leave", "Employees get 30 days of leave a year.\n\nLeave is requested in the portal."),
  page("secret", "Velora plans", "The Velora kettle will cost 99 euros next year.", { acl: ["group:board"] }),
];
const PRICE = "What does the Velora kettle cost?";

test("a cited answer: text, exact quote, source, usage, cost, trace", async () => {
  const { answer, events, model } = await askLibrary(
    LIBRARY,
    { question: PRICE },
    {
      says: ["The Velora kettle ", "costs 48 euros [", "1]."],
      price: { input: 2, output: 10 },
    },
  );
  expect(answer).toMatchObject({
    text: "The Velora kettle costs 48 euros [1].",
    answered: true,
    citations: [{ documentId: "kettles", quote: "The Velora kettle costs 48 euros.", mark: 1, by: "mark" }],
    unsupported: [],
    removed: { inventedNumbers: 0, unverifiedMarks: 0, links: 0 },
    sufficiency: { sufficient: true, by: "reply" },
    costUsd: 0.003,
    trace: { retrieval: "search", shown: [{ number: 1, documentId: "kettles", date: "2026-01-31" }] },
  });
  const [citation] = answer.citations;
  expect(LIBRARY[0]?.text.slice(citation?.start, citation?.end)).toBe(citation?.quote);
  expect(events.map(({ kind }) => kind)).toContain("source");
  expect(JSON.stringify(model.requests[0]?.prompt)).toContain("[1] Velora kettle (2026-01-31)");
});

test("what may not be read is neither in the prompt nor in the trace", async () => {
  const asked = await askLibrary(LIBRARY, { question: PRICE }, { says: ["The Velora kettle costs 99 euros [2]."] });
  expect(JSON.stringify(asked.model.requests)).not.toContain("99 euros");
  expect(JSON.stringify(asked.answer.trace)).not.toContain("secret");
  expect(asked.answer.citations).toEqual([]);
});

describe("an answer that is not given", () => {
  test("the model says that it does not know: what was looked for is added", async () => {
    const { answer } = await askLibrary(
      LIBRARY,
      { question: "What is the colour of the Velora kettle?" },
      {
        says: ["I don't know. The passages do not say what the colour is."],
      },
    );
    expect(answer).toMatchObject({ answered: false, citations: [], sufficiency: { sufficient: false, by: "reply" } });
    expect(answer.text).toContain("Looked for: colour, Velora, kettle.");
    expect(answer.absence).toMatchObject({ lookedFor: ["colour", "Velora", "kettle"], missing: ["colour"] });
  });

  test("nothing of the reply holds and the search is against it: nothing of it is ever shown", async () => {
    const { answer, events } = await askLibrary(
      LIBRARY,
      { question: "Who invented the zeppelin engine?" },
      {
        says: ["The engine was invented by Karl Maybach [1]."],
      },
    );
    expect(answer).toMatchObject({ answered: false, sufficiency: { by: "signals" } });
    expect(JSON.stringify(events)).not.toContain("Maybach");
  });

  test("the signals alone decide before the model is asked, where that is wanted", async () => {
    const { answer, model } = await askLibrary(
      LIBRARY,
      { question: "Who invented the zeppelin?" },
      {
        says: ["Karl [1]."],
        settings: { sufficiency: "signals" },
      },
    );
    expect(answer.answered).toBe(false);
    expect(model.requests).toEqual([]);
  });

  test("a model that judges and answers in one call", async () => {
    const settings = { sufficiency: "check" } as const;
    const says = ['{"sufficient": false, "missing": "the colour",', ' "answer": ""}'];
    const refused = await askLibrary(LIBRARY, { question: PRICE }, { says, json: true, settings });
    expect(refused.answer).toMatchObject({
      answered: false,
      absence: { missing: ["the colour"] },
      sufficiency: { by: "check" },
    });
    const good = ['{"sufficient": true, "missing": "", "answer": "The Velora ', "kettle costs 48 euros [1", '].\\n"}'];
    const given = await askLibrary(LIBRARY, { question: PRICE }, { says: good, json: true, settings });
    expect(given.answer).toMatchObject({
      text: "The Velora kettle costs 48 euros [1].",
      answered: true,
      sufficiency: { by: "check" },
    });
  });

  test("where nothing may be read, no model is asked", async () => {
    const { answer, model } = await askLibrary(
      LIBRARY,
      { question: PRICE, principals: [] },
      { says: ["48 euros [1]."] },
    );
    expect(answer.text).toBe("Not in the documents: there are none that you may read.");
    expect(model.requests).toEqual([]);
  });
});

test("a sentence that no document supports is told where it stands", async () => {
  const { answer, events } = await askLibrary(
    LIBRARY,
    { question: PRICE },
    {
      says: ["The Velora kettle costs 48 euros [1]. It comes with a free lid."],
    },
  );
  const [claim] = answer.unsupported ?? [];
  expect(answer.text.slice(claim?.start, claim?.end)).toBe("It comes with a free lid.");
  expect(events.filter(({ kind }) => kind === "unsupported")).toHaveLength(1);
});

test("a model that dies in the middle gives an error, and no half citation was shown", async () => {
  const events: unknown[] = [];
  const failing = askLibrary(
    LIBRARY,
    { question: PRICE },
    {
      says: ["The Velora kettle costs 48 euros [1]. Its warranty is 2 years [", new Error("socket hang up")],
    },
  );
  await expect(failing.then(({ events: all }) => events.push(...all))).rejects.toMatchObject({
    code: "engine_failed",
    message: "scripted broke off in the middle of its reply: socket hang up",
  });
});

test("an abort stops the answer", async () => {
  const abort = new AbortController();
  abort.abort();
  const asked = askLibrary(LIBRARY, { question: PRICE, abortSignal: abort.signal }, { says: ["x"] });
  await expect(asked).rejects.toThrow(/abort/iu);
});

test("a question that leans on the one before it is searched for as it stands alone", async () => {
  const history = [{ role: "user", content: "What does the Velora kettle cost?" }] as const;
  const { answer, model } = await askLibrary(
    LIBRARY,
    { question: "And its warranty?", history },
    {
      says: ["The warranty of the Velora kettle is 2 years [1]."],
    },
  );
  expect(answer.trace?.standAlone).toBe("And the Velora's warranty?");
  expect(JSON.stringify(model.requests[0]?.prompt)).toContain("Question: And the Velora's warranty?");
  expect(answer.citations).toMatchObject([{ quote: "Its warranty is 2 years." }]);
});

test("a library that is small enough is shown whole, through the same answers", async () => {
  const { answer } = await askLibrary(
    LIBRARY,
    { question: PRICE },
    {
      says: ["The Velora kettle costs 48 euros [1]."],
      settings: { wholeLibraryTokens: 1000 },
      readAll: async () => LIBRARY.slice(0, 2).map((document) => passageOfDocument(document)),
    },
  );
  expect(answer.trace).toMatchObject({
    retrieval: "all-documents",
    shown: [{ documentId: "kettles" }, { documentId: "leave" }],
  });
  expect(answer.citations).toMatchObject([{ quote: "The Velora kettle costs 48 euros." }]);
});

describe("an answer by a schema", () => {
  const schema = {
    type: "object",
    properties: { price: { type: "number" }, warranty: { type: "string" }, colour: { type: "string" } },
  } as const;
  const reply = {
    sufficient: true,
    value: { price: 48, warranty: "2 years", colour: "red" },
    citations: [
      { field: "/price", passage: 1, quote: "costs 48 euros" },
      { field: "/warranty", passage: 1, quote: "" },
      { field: "/colour", passage: 9, quote: "red" },
    ],
  };

  test("has citations beside its fields, and says which field has none", async () => {
    const { answer } = await askLibrary(
      LIBRARY,
      { question: PRICE, json: schema },
      { says: [JSON.stringify(reply)], json: true },
    );
    expect(answer.value).toEqual(reply.value);
    expect(answer.citations).toMatchObject([
      { field: "/price", quote: "costs 48 euros", by: "quote" },
      { field: "/warranty", quote: "Its warranty is 2 years." },
    ]);
    expect(answer.unsupported).toMatchObject([{ field: "/colour", reason: "unmarked" }]);
    expect(answer.removed?.inventedNumbers).toBe(1);
    for (const { claim } of answer.citations) expect(answer.text.slice(claim.start, claim.end)).toMatch(/48|2 years/u);
  });

  test("a quote that does not hold the value is no citation", async () => {
    const value = {
      ...reply,
      value: { price: 49 },
      citations: [{ field: "/price", passage: 1, quote: "costs 48 euros" }],
    };
    const { answer } = await askLibrary(
      LIBRARY,
      { question: PRICE, json: schema },
      { says: [JSON.stringify(value)], json: true },
    );
    expect(answer.citations).toEqual([]);
    expect(answer.unsupported).toMatchObject([{ field: "/price" }]);
  });

  test("a label that the schema does not give is refused, even where the server let it through", async () => {
    const labels = { type: "object", properties: { colour: { enum: ["blue", "green"] } } };
    const asked = (says: object) =>
      askLibrary(LIBRARY, { question: PRICE, json: labels }, { says: [JSON.stringify(says)], json: true });
    await expect(asked(reply)).rejects.toMatchObject({
      code: "engine_failed",
      message: 'scripted was held to a JSON schema and wrote "red" at /colour, which is none of "blue", "green".',
    });
    const { answer } = await asked({ ...reply, value: { colour: "blue" } });
    expect(answer.value).toEqual({ colour: "blue" });
    expect((await asked({ ...reply, sufficient: false })).answer.answered).toBe(false);
  });

  test("is refused by a model that cannot be held to one", async () => {
    const asked = askLibrary(LIBRARY, { question: PRICE, json: schema }, { says: ["x"] });
    await expect(asked).rejects.toBeInstanceOf(SchoolbookError);
  });
});
