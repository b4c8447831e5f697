// Questions that one search does not answer: taken apart by the model where it can, searched for by their parts, within the same bounds.
import { describe, expect, test } from "vitest";

import { createModelAnswerer } from "../../src/answer/model/create-model-answerer.ts";
import type { AnsweringSettings } from "../../src/answer/model/model-answering.ts";
import { packagedTemplate } from "../../src/answer/model/prompt/packaged-template.ts";
import { SchoolbookError } from "../../src/core/errors.ts";
import { STANDARD_ANALYZER } from "../../src/library/index/analyze.ts";
import { createRetriever } from "../../src/library/retrieve/create-retriever.ts";
import type { Answer } from "../../src/spec/answer.ts";
import type { ChatEvent, ChatModel, ChatRequest } from "../../src/spec/chat.ts";
import { buildDocument } from "../../src/testing/index.ts";
import { libraryOf } from "./answer-library.ts";

function page(id: string, text: string, acl: readonly string[] = ["public"]) {
  return buildDocument(id, `# ${id}\n\n${text}`, { title: id, format: "markdown", acl });
}

const LIBRARY = [
  page("Teams", "The manager of the Brasko team is Mira Toldan. The Brasko team sits in Jena."),
  page("Extensions", "The extension of Mira Toldan is 4821. The extension of Paul Ohm is 4822."),
  ...["Alder", "Birch", "Cedar", "Elm"].map((name) => page(name, `The manager of the ${name} team is not named here.`)),
  page("Board", "The manager of the Brasko team is Quentin Hale, in secret.", ["group:board"]),
];
const CHAINED = "What is the extension of the manager of the Brasko team?";
const PARTS = ["Who is the manager of the Brasko team?", "What is the extension of {1}?"];

type Division = string | Error;

function dividing(division: Division, given: Partial<Pick<ChatModel, "can" | "contextTokens">> = {}) {
  const requests: ChatRequest[] = [];
  const model: ChatModel = {
    id: "dividing",
    can: { json: true, tools: false, score: false, adapters: false },
    contextTokens: 8192,
    ...given,
    generate: (request) => {
      requests.push(request);
      return reply(request, division);
    },
  };
  return { model, divisions: () => requests.filter(({ json }) => json !== undefined).length };
}

async function* reply({ json }: ChatRequest, division: Division): AsyncGenerator<ChatEvent> {
  await Promise.resolve();
  if (json !== undefined && division instanceof Error) throw division;
  yield {
    kind: "text-delta",
    text: json === undefined ? "The extension of Mira Toldan is 4821 [1] [2]." : String(division),
  };
  const usage = { inputTokens: { total: 100, cached: 0 }, outputTokens: { total: 10, reasoning: 0 } };
  yield { kind: "finish", reason: "stop", usage };
}

async function ask(
  model: ChatModel,
  { question = CHAINED, principals = ["public"], ...settings }: Partial<AnsweringSettings> & Asked = {},
): Promise<Answer> {
  const store = await libraryOf(LIBRARY);
  const answerer = createModelAnswerer({
    model,
    retriever: createRetriever({ store }),
    readDocument: async (id, readers) => store.document(id, readers),
    analyze: STANDARD_ANALYZER,
    template: packagedTemplate(),
    settings: { divide: "auto", passages: 3, ...settings },
  });
  for await (const event of answerer.answer({ question, principals })) if (event.kind === "finish") return event.answer;
  throw new Error("no finish");
}

type Asked = { readonly question?: string; readonly principals?: readonly string[] };

const said = (parts: readonly string[], one = false): string => JSON.stringify({ one_search_finds_all: one, parts });
const shownIn = ({ trace }: Answer): readonly string[] => trace?.shown.map(({ documentId }) => documentId) ?? [];

describe("a question that one search does not answer", () => {
  test("is searched for by its parts, with the name that the first one brought put into the second", async () => {
    const { model, divisions } = dividing(said(PARTS));
    const answer = await ask(model);
    expect(answer.trace?.parts).toEqual([PARTS[0], "What is the extension of Mira Toldan?"]);
    expect(shownIn(answer)).toEqual(expect.arrayContaining(["Teams", "Extensions"]));
    expect(shownIn(answer)).toHaveLength(3);
    expect(divisions()).toBe(1);
    expect(answer.usage.inputTokens.total).toBe(200);
  });

  test("is taken apart into three parts at most, and is never shown more passages than without", async () => {
    const parts = [
      "manager of the Brasko team",
      "extension of {1}",
      "extension of the manager",
      "where is the Brasko team",
    ];
    const answer = await ask(dividing(said(parts)).model, { passages: 2 });
    expect(answer.trace?.parts).toHaveLength(3);
    expect(shownIn(answer)).toHaveLength(2);
  });

  test("brings by its parts nothing that whoever asks may not read", async () => {
    const { model } = dividing(said(PARTS));
    const answer = await ask(model);
    expect(JSON.stringify(answer)).not.toMatch(/Quentin|Board/u);
    const board = await ask(model, { principals: ["public", "group:board"] });
    expect(shownIn(board)).toContain("Board");
  });
});

describe("a question is searched for as a whole", () => {
  test.each([
    ["the model says that one search will do", said(PARTS, true)],
    ["there is one part only", said([CHAINED])],
    ["a part names what nobody said", said(["Who is Otto Lilienthal?", "What is the extension of {1}?"])],
    ["the reply is no JSON", "I would rather not."],
    ["the reply has another form", '{"parts": "all"}'],
  ])("where %s", async (_, division) => {
    const { model, divisions } = dividing(division);
    const answer = await ask(model);
    expect(divisions()).toBe(1);
    expect(answer.trace).not.toHaveProperty("parts");
    expect(shownIn(answer).length).toBeGreaterThan(0);
  });

  test("where the setting says so, or the model is not able to tell", async () => {
    const able = { can: { json: false, tools: false, score: false, adapters: false } };
    for (const [given, settings] of [
      [{}, { divide: "off" }],
      [able, {}],
      [{ contextTokens: 2048 }, {}],
    ] as const) {
      const { model, divisions } = dividing(said(PARTS), given);
      expect((await ask(model, settings)).trace).not.toHaveProperty("parts");
      expect(divisions()).toBe(0);
    }
  });

  test("where the server refuses such a call; one that is busy is an error as ever", async () => {
    const refusing = dividing(new SchoolbookError("input_invalid", "no schemas here"));
    expect((await ask(refusing.model)).trace).not.toHaveProperty("parts");
    await expect(ask(dividing(new SchoolbookError("engine_busy", "later")).model)).rejects.toThrow("later");
  });

  test("where everything that may be read is shown anyway", async () => {
    const { model, divisions } = dividing(said(PARTS));
    const store = await libraryOf(LIBRARY);
    const answerer = createModelAnswerer({
      model,
      retriever: createRetriever({ store }),
      readDocument: async (id, readers) => store.document(id, readers),
      readAll: async () => [],
      analyze: STANDARD_ANALYZER,
      template: packagedTemplate(),
      settings: { divide: "auto", wholeLibraryTokens: 1000 },
    });
    await Array.fromAsync(answerer.answer({ question: CHAINED, principals: ["public"] }));
    expect(divisions()).toBe(0);
  });
});
