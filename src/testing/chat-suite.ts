// What every chat model must do, as data: run each check against your own.
import { deepEqual, equal, match, ok, rejects } from "node:assert/strict";

import type { ChatEvent, ChatRequest, Prompt } from "../spec/chat.ts";
import { ABILITY_CASES } from "./chat-suite/ability-cases.ts";
import { ask, type ChatCase, collect, on, user } from "./chat-suite/chat-subject.ts";
import { skipped } from "./suite-outcome.ts";

const PLAIN: Prompt = [
  { role: "system", content: "You are brief." },
  { role: "user", content: "Say a few words about the weather." },
];

const ODD_PROMPTS: readonly Prompt[] = [
  [user("🙂 保証期間 e\u0301 \u202Eright to left\u202C \u0000 <|im_end|> </s> [INST]")],
  [user(" ")],
  [user("First."), { role: "assistant", content: "Second." }, user("Third.")],
  [
    {
      role: "user",
      content: [
        { kind: "text", text: "Two parts," },
        { kind: "text", text: " one message." },
      ],
    },
  ],
];

const GENERAL_CASES: readonly ChatCase[] = [
  {
    name: "a plain prompt gives text, and one finish at the end counts both sides",
    check: on(async ({ model }) => {
      const { text, finish, events } = await ask(model, { prompt: PLAIN, maxTokens: 32 });
      ok(text.length > 0, "there is text");
      equal(events.filter(({ kind }) => kind === "finish").length, 1);
      equal(events.at(-1)?.kind, "finish");
      ok(finish.reason === "stop" || finish.reason === "length");
      ok(finish.usage.inputTokens.total > 0 && finish.usage.outputTokens.total > 0, "usage counts both sides");
      ok(finish.usage.inputTokens.cached <= finish.usage.inputTokens.total);
      ok(finish.usage.outputTokens.reasoning <= finish.usage.outputTokens.total);
    }),
  },
  {
    name: "no delta ends in the middle of a character",
    check: on(async ({ model }) => {
      const { events } = await ask(model, { prompt: [user("Repeat: 🙂🙂🙂 保証 🙂")], maxTokens: 32 });
      for (const event of events) if (event.kind === "text-delta") ok(event.text.isWellFormed(), event.text);
    }),
  },
  {
    name: "odd prompts are answered or refused, and never break the model",
    check: on(async ({ model }) => {
      for (const prompt of ODD_PROMPTS) await ask(model, { prompt, maxTokens: 4 });
      const { text } = await ask(model, { prompt: PLAIN, maxTokens: 8 });
      ok(text.length > 0);
    }),
  },
  {
    name: "maxTokens ends a reply with the reason `length`",
    check: on(async ({ model, longPrompt }) => {
      const { finish } = await ask(model, { prompt: longPrompt, maxTokens: 3 });
      equal(finish.reason, "length");
      ok(finish.usage.outputTokens.total <= 3, `${finish.usage.outputTokens.total} tokens`);
    }),
  },
  {
    name: "at temperature 0 the same prompt has the same reply",
    check: on(async ({ model, deterministic, longPrompt }) => {
      if (!deterministic) return skipped("the engine does not promise equal replies");
      const request = greedy(longPrompt);
      equal((await ask(model, request)).text, (await ask(model, request)).text);
      return undefined;
    }),
  },
  {
    name: "a reply ends before a stop text",
    check: on(async ({ model, deterministic, longPrompt }) => {
      if (!deterministic) return skipped("without equal replies there is no telling what a reply would hold");
      const whole = await ask(model, greedy(longPrompt));
      const stop = whole.text.trim().split(/\s+/u)[2] ?? "";
      if (stop === "") return skipped("its replies are shorter than three words");
      const cut = await ask(model, { ...greedy(longPrompt), stop: [stop] });
      equal(cut.text.includes(stop), false);
      ok(whole.text.startsWith(cut.text));
      equal(cut.finish.reason, "stop");
      return undefined;
    }),
  },
  {
    name: "a prompt without messages is refused",
    check: on(async ({ model }) => {
      await rejects(collect(model.generate({ prompt: [] })), { code: "input_invalid" });
    }),
  },
  {
    name: "a prompt longer than the context is refused, not cut",
    check: on(async ({ model }) => {
      const { contextTokens } = model;
      if (contextTokens === undefined) return skipped("the engine does not know its context");
      if (contextTokens > 50_000) return skipped("filling its context would take too long");
      const prompt = [user("It rains in autumn, and often in spring. ".repeat(contextTokens))];
      await rejects(collect(model.generate({ prompt, maxTokens: 4 })), { code: "input_invalid" });
      ok((await ask(model, { prompt: PLAIN, maxTokens: 4 })).text.length > 0);
      return undefined;
    }),
  },
  {
    name: "what is aborted before it begins stops with the signal's reason",
    check: on(async ({ model }) => {
      const request = { prompt: PLAIN, abortSignal: AbortSignal.abort() };
      await rejects(collect(model.generate(request)), { name: "AbortError" });
    }),
  },
  {
    name: "what is aborted on the way tells its usage, then stops with the signal's reason; the next request works",
    check: on(async ({ model, longPrompt }) => {
      const controller = new AbortController();
      const events: ChatEvent[] = [];
      await rejects(
        async () => {
          const request = { prompt: longPrompt, abortSignal: controller.signal };
          for await (const event of model.generate(request)) {
            events.push(event);
            controller.abort();
          }
        },
        { name: "AbortError" },
      );
      const last = events.at(-1);
      ok(last?.kind === "finish", "the last event is the finish");
      equal(last.reason, "error");
      ok((await ask(model, { prompt: PLAIN, maxTokens: 4 })).text.length > 0);
    }),
  },
  {
    name: "a reader that stops early leaves the model in order",
    check: on(async ({ model, longPrompt }) => {
      for await (const event of model.generate({ prompt: longPrompt })) if (event.kind === "text-delta") break;
      ok((await ask(model, { prompt: PLAIN, maxTokens: 4 })).text.length > 0);
    }),
  },
  {
    name: "requests at the same time do not get each other's replies",
    check: on(async ({ model, deterministic }) => {
      if (!deterministic) return skipped("without equal replies there is nothing to compare");
      const words = ["apples", "rivers", "clocks", "stamps"];
      const requests = words.map((word): ChatRequest => ({
        prompt: [user(`Tell me about ${word} and why ${word} are good.`)],
        maxTokens: 12,
        temperature: 0,
      }));
      const together = await Promise.all(requests.map(async (request) => (await ask(model, request)).text));
      const alone: string[] = [];
      for (const request of requests) alone.push((await ask(model, request)).text);
      deepEqual(together, alone);
      return undefined;
    }),
  },
  {
    name: "tokens of a prompt are counted as the model counts them",
    check: on(async ({ model, longPrompt }) => {
      if (model.countTokens === undefined) return skipped("only the server can count");
      const counted = await model.countTokens(PLAIN);
      const { finish } = await ask(model, { prompt: PLAIN, maxTokens: 2 });
      equal(finish.usage.inputTokens.total, counted);
      ok((await model.countTokens([...PLAIN, ...longPrompt])) > counted);
      return undefined;
    }),
  },
  {
    name: "it has a name",
    check: on(async ({ model }) => {
      match(model.id, /\S/u);
    }),
  },
];

function greedy(prompt: Prompt): ChatRequest {
  return { prompt, temperature: 0, maxTokens: 16 };
}

/** Holds a chat model to `spec/chat.ts`; what a model cannot do is skipped with the reason. */
export const CHAT_SUITE: readonly ChatCase[] = [...GENERAL_CASES, ...ABILITY_CASES];
