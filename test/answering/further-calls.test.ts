// A refusal that is not believed at once: the second look of small models, and the base that judges before what went to school.
import { describe, expect, test } from "vitest";

import type { ChatModel, ChatRequest } from "../../src/spec/chat.ts";
import { buildDocument, createFakeChatModel } from "../../src/testing/index.ts";
import { askLibrary } from "./answer-library.ts";

const LIBRARY = ["kettle", "toaster", "grill", "mixer"].map((name, at) =>
  buildDocument(name, `# Velora ${name}\n\nThe Velora ${name} costs ${48 + at} euros. Ask the Velora desk.`, {
    title: `Velora ${name}`,
    format: "markdown",
  }),
);
const PRICE = "What does the Velora kettle cost?";
const REFUSAL = "I don't know. The passages do not say what the price is.";
const SMALL = 2048;

type Told = ChatModel & { readonly requests: readonly ChatRequest[] };

/** Says something else depending on how many passages it reads and whether it went to school. */
function readerOf(reply: (passages: number, request: ChatRequest) => string, contextTokens = SMALL): Told {
  const requests: ChatRequest[] = [];
  const model = createFakeChatModel({
    contextTokens,
    adapters: { house: "" },
    reply: (request) => {
      requests.push(request);
      return reply(JSON.stringify(request.prompt).split("Ask the Velora desk.").length - 1, request);
    },
  });
  return { ...model, requests };
}

const ask = async (model: Told, settings = {}, adapter?: { readonly name: string }) =>
  askLibrary(
    LIBRARY,
    { question: PRICE, idempotencyKey: "k" },
    { says: [], model, settings, ...(adapter === undefined ? {} : { adapter }) },
  );

describe("a second look", () => {
  const distracted = (): Told =>
    readerOf((passages) => (passages > 2 ? REFUSAL : "The Velora kettle costs 48 euros [1]."));

  test("a small model that finds nothing among many passages is asked again with the best two", async () => {
    const model = distracted();
    const { answer, events } = await ask(model);
    expect(answer).toMatchObject({ answered: true, text: "The Velora kettle costs 48 euros [1]." });
    expect(answer.citations).toMatchObject([{ documentId: "kettle", mark: 1 }]);
    expect(model.requests.map(({ idempotencyKey }) => idempotencyKey)).toEqual(["k", "k-again"]);
    expect(events.flatMap((event) => (event.kind === "text-delta" ? event.text : [])).join("")).toBe(answer.text);
  });

  test("both calls are counted", async () => {
    const one = await ask(readerOf(() => "The Velora kettle costs 48 euros [1]."));
    const two = await ask(distracted());
    expect(two.answer.usage.inputTokens.total).toBeGreaterThan(one.answer.usage.inputTokens.total);
  });

  test("what it then says without proof is not believed, and its first words stand", async () => {
    const model = readerOf((passages) => (passages > 2 ? REFUSAL : "The Velora kettle costs 99 euros [1]."));
    const { answer } = await ask(model);
    expect(answer).toMatchObject({ answered: false, sufficiency: { by: "reply" } });
    expect(answer.text).toContain("The passages do not say");
    expect(model.requests).toHaveLength(2);
  });

  test.each([
    ["a model with much room", distracted, 32_000, {}],
    ["a small model that is to be believed at once", distracted, SMALL, { lookAgain: 0 }],
  ])("%s is not asked twice", async (_, make, contextTokens, settings) => {
    const model = { ...make(), contextTokens };
    const { answer } = await ask(model, settings);
    expect(answer.answered).toBe(false);
    expect(model.requests).toHaveLength(1);
  });
});

describe("sufficiency: base", () => {
  const adapter = { name: "house" };
  const settings = { sufficiency: "base", lookAgain: 0 } as const;
  const schooled = (base: string, tuned: string): Told =>
    readerOf((_, request) => (request.adapter === undefined ? base : tuned));
  const TUNED = '{"status":"found","answer":"The Velora kettle costs 48 euros.","source":1}';

  test("what the base finds answered the tuned model writes", async () => {
    const model = schooled("The Velora kettle costs 48 euros [1].", TUNED);
    const { answer } = await ask(model, settings, adapter);
    expect({ ...answer, text: answer.text.trim() }).toMatchObject({ answered: true, text: TUNED });
    expect(model.requests.map((request) => request.adapter?.name)).toEqual([undefined, "house"]);
    expect(model.requests.map(({ idempotencyKey }) => idempotencyKey)).toEqual(["k-base", "k"]);
  });

  test("what the base does not find the tuned model may not answer", async () => {
    const { answer } = await ask(schooled(REFUSAL, TUNED), settings, adapter);
    expect(answer).toMatchObject({ answered: false, citations: [], sufficiency: { sufficient: false, by: "base" } });
    expect(answer.text).not.toContain("48");
  });

  test("a refusal in the form that was taught is the one that is shown", async () => {
    const own = '{"status":"missing","answer":"We have nothing written down about this.","source":null}';
    const { answer } = await ask(schooled(REFUSAL, own), settings, adapter);
    expect(answer).toMatchObject({ answered: false, text: own });
  });

  test("without an adapter it is the model's own reply that judges", async () => {
    const model = schooled("The Velora kettle costs 48 euros [1].", TUNED);
    const { answer } = await ask(model, settings);
    expect(answer.sufficiency?.by).toBe("reply");
    expect(model.requests).toHaveLength(1);
  });
});
