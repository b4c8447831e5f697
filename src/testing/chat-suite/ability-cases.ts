// Checks of what a chat model says it can or cannot do: JSON by schema, tools, likelihoods, adapters.
import { deepEqual, equal, ok, rejects } from "node:assert/strict";

import type { ChatTool, JsonSchema, Likelihood } from "../../spec/chat.ts";
import { skipped } from "../suite-outcome.ts";
import { ask, type ChatCase, collect, on, user } from "./chat-subject.ts";

const SCHEMA: JsonSchema = {
  type: "object",
  properties: {
    city: { type: "string" },
    sunny: { type: "boolean" },
    degrees: { type: "integer" },
  },
  required: ["city", "sunny", "degrees"],
  additionalProperties: false,
};

const TOOL: ChatTool = {
  name: "find_weather",
  description: "The weather in a city.",
  inputSchema: {
    type: "object",
    properties: { city: { type: "string" } },
    required: ["city"],
    additionalProperties: false,
  },
};

const WEATHER = [user("What is the weather like in Bergen today?")];
const WORDS = ["It rains.", "It is sunny and warm."] as const;

function checkLikelihood({ logProbability, tokenLogProbabilities }: Likelihood): void {
  ok(tokenLogProbabilities.length > 0, "there are tokens");
  for (const value of tokenLogProbabilities) ok(Number.isFinite(value) && value <= 0, `${value} is a log-probability`);
  const sum = tokenLogProbabilities.reduce((total, value) => total + value, 0);
  ok(Math.abs(sum - logProbability) < 1e-3, "the tokens add up to the whole");
}

export const ABILITY_CASES: readonly ChatCase[] = [
  {
    name: "with a schema the reply is JSON that fits it",
    check: on(async ({ model }) => {
      if (!model.can.json) return skipped("`can.json` is false");
      const { text } = await ask(model, { prompt: WEATHER, json: SCHEMA, maxTokens: 200, temperature: 0 });
      const value: unknown = JSON.parse(text);
      ok(typeof value === "object" && value !== null);
      deepEqual(Object.keys(value).toSorted(), ["city", "degrees", "sunny"]);
      const types = Object.fromEntries(Object.entries(value).map(([name, held]) => [name, typeof held]));
      deepEqual(types, { city: "string", sunny: "boolean", degrees: "number" });
      return undefined;
    }),
  },
  {
    name: "a schema is refused where there is no JSON",
    check: on(async ({ model }) => {
      if (model.can.json) return skipped("`can.json` is true");
      await rejects(collect(model.generate({ prompt: WEATHER, json: SCHEMA })), { code: "input_invalid" });
      return undefined;
    }),
  },
  {
    name: "a tool that must be called is called with arguments that fit it",
    check: on(async ({ model }) => {
      if (!model.can.tools) return skipped("`can.tools` is false");
      const request = { prompt: WEATHER, tools: [TOOL], maxTokens: 200, temperature: 0 };
      for (const toolChoice of [{ kind: "required" }, { kind: "tool", name: TOOL.name }] as const) {
        const { calls, finish } = await ask(model, { ...request, toolChoice });
        equal(finish.reason, "tool-calls");
        const [call] = calls;
        equal(call?.name, TOOL.name);
        equal(call?.invalid, undefined);
        ok((call?.id ?? "") !== "", "a call has an id");
        ok(typeof call?.input === "object" && call.input !== null && "city" in call.input);
        equal(typeof call.input.city, "string");
      }
      return undefined;
    }),
  },
  {
    name: "no tool is called where none may be",
    check: on(async ({ model }) => {
      if (!model.can.tools) return skipped("`can.tools` is false");
      const request = { prompt: WEATHER, tools: [TOOL], toolChoice: { kind: "none" }, maxTokens: 32 } as const;
      deepEqual((await ask(model, request)).calls, []);
      return undefined;
    }),
  },
  {
    name: "a tool's result is read in the next turn",
    check: on(async ({ model }) => {
      if (!model.can.tools) return skipped("`can.tools` is false");
      const prompt = [
        ...WEATHER,
        {
          role: "assistant",
          content: [{ kind: "tool-call", id: "call-7", name: TOOL.name, input: { city: "Bergen" } }],
        },
        { role: "tool", content: [{ kind: "tool-result", id: "call-7", name: TOOL.name, output: { rain: true } }] },
      ] as const;
      const { text, finish } = await ask(model, { prompt, tools: [TOOL], maxTokens: 64, temperature: 0 });
      ok(text.length > 0 || finish.reason === "tool-calls");
      return undefined;
    }),
  },
  {
    name: "tools are refused where there are none",
    check: on(async ({ model }) => {
      if (model.can.tools) return skipped("`can.tools` is true");
      await rejects(collect(model.generate({ prompt: WEATHER, tools: [TOOL] })), { code: "input_invalid" });
      return undefined;
    }),
  },
  {
    name: "likelihoods are log-probabilities that add up, the same alone, together and again",
    check: on(async ({ model }) => {
      if (model.score === undefined) return skipped("`can.score` is false");
      const together = await model.score(WEATHER, WORDS);
      equal(together.length, WORDS.length);
      for (const [index, likelihood] of together.entries()) {
        checkLikelihood(likelihood);
        const [alone] = await model.score(WEATHER, WORDS.slice(index, index + 1));
        ok(Math.abs((alone?.logProbability ?? Number.NaN) - likelihood.logProbability) < 0.05);
      }
      deepEqual(await model.score(WEATHER, []), []);
      return undefined;
    }),
  },
  {
    name: "a longer continuation is not likelier than its beginning",
    check: on(async ({ model }) => {
      if (model.score === undefined) return skipped("`can.score` is false");
      const [short, long] = await model.score(WEATHER, ["It rains", "It rains in Bergen, as on most days"]);
      ok((long?.logProbability ?? Number.NaN) <= (short?.logProbability ?? Number.NaN) + 0.05);
      return undefined;
    }),
  },
  {
    name: "a model that says that it scores has `score`, another has not",
    check: on(async ({ model }) => {
      equal(model.score !== undefined, model.can.score);
    }),
  },
  {
    name: "an aborted scoring stops with the signal's reason",
    check: on(async ({ model }) => {
      if (model.score === undefined) return skipped("`can.score` is false");
      const options = { abortSignal: AbortSignal.abort() };
      await rejects(model.score(WEATHER, WORDS, options), { name: "AbortError" });
      return undefined;
    }),
  },
  {
    name: "an adapter changes the reply of its own request only",
    check: on(async ({ model, adapter, deterministic, longPrompt }) => {
      if (!model.can.adapters) return skipped("`can.adapters` is false");
      if (adapter === undefined) return skipped("no adapter is at hand");
      if (!deterministic) return skipped("without equal replies there is nothing to compare");
      const request = { prompt: longPrompt, maxTokens: 16, temperature: 0 };
      const before = await ask(model, request);
      const adapted = await ask(model, { ...request, adapter });
      const after = await ask(model, request);
      equal(after.text, before.text);
      ok(adapted.text !== before.text, "the adapter has an effect");
      return undefined;
    }),
  },
  {
    name: "an adapter that does not exist is refused",
    check: on(async ({ model }) => {
      const adapter = { name: "no-such-adapter" };
      await rejects(collect(model.generate({ prompt: WEATHER, adapter, maxTokens: 4 })), (error: unknown) => {
        const code = typeof error === "object" && error !== null && "code" in error ? error.code : undefined;
        equal(code, model.can.adapters ? "not_found" : "input_invalid");
        return true;
      });
    }),
  },
];
