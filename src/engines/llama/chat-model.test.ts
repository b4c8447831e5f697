import { writeFileSync } from "node:fs";

import { afterAll, expect, test } from "vitest";

import { tinyAdapter } from "../../../test/gguf/tiny-adapter.ts";
import { PLAIN_CHATML, tinyModel, type TinyModelOptions } from "../../../test/gguf/tiny-model.ts";
import { llamaOptions, modelFiles, withLlama } from "../../../test/llama-engine.ts";
import type { ChatEvent, ChatRequest, Prompt } from "../../spec/chat.ts";
import { type LlamaChatModel, openLlamaChat } from "./chat-model.ts";
import type { LlamaOptions } from "./open-process.ts";

const files = modelFiles();
const opened: LlamaChatModel[] = [];

afterAll(async () => {
  for (const model of opened) await model[Symbol.asyncDispose]();
  files[Symbol.dispose]();
});

async function open(model: TinyModelOptions = {}, options: Partial<LlamaOptions> = {}): Promise<LlamaChatModel> {
  const file = files.write(`${opened.length}.gguf`, tinyModel({ template: PLAIN_CHATML, ...model }));
  const chat = await openLlamaChat({ ...llamaOptions(), file, ...options });
  opened.push(chat);
  return chat;
}

function user(content: string): Prompt {
  return [{ role: "user", content }];
}

async function run(model: LlamaChatModel, request: ChatRequest) {
  let text = "";
  let finish: Extract<ChatEvent, { kind: "finish" }> | undefined;
  for await (const event of model.generate(request)) {
    if (event.kind === "text-delta") text += event.text;
    if (event.kind === "finish") finish = event;
  }
  return { text, reason: finish?.reason, input: finish?.usage.inputTokens, output: finish?.usage.outputTokens.total };
}

/** Tokens that had to be computed. */
function computed(results: readonly Awaited<ReturnType<typeof run>>[]): number {
  return results.reduce((sum, { input }) => sum + (input?.total ?? 0) - (input?.cached ?? 0), 0);
}

const LONG = "You are brief and answer in whole sentences about the weather in the towns along the coast. ".repeat(3);

function withInstructions(question: string): Prompt {
  return [{ role: "system", content: LONG }, ...user(question)];
}

withLlama("llama.cpp: likelihoods", () => {
  test.each(["qwen3", "llama"] as const)("are exact over the whole vocabulary: %s", async (architecture) => {
    const model = await open({ architecture });
    const continuation = 'It is the rain, "and" more.';
    const { tokens } = await model.render(user("How is it?"));
    const [said = []] = await model.tokenize([continuation]);
    const expected: number[] = [];
    for (const [index, token] of said.entries()) {
      const all = await model.nextTokens([...tokens, ...said.slice(0, index)], 100_000);
      const mass = all.reduce((sum, { logProbability }) => sum + Math.exp(logProbability), 0);
      expect(mass).toBeCloseTo(1, 4);
      expected.push(all.find((one) => one.token === token)?.logProbability ?? Number.NaN);
    }
    const [likelihood] = await model.score(user("How is it?"), [continuation]);
    expect(likelihood?.tokenLogProbabilities).toHaveLength(said.length);
    for (const [index, value] of expected.entries()) {
      expect(likelihood?.tokenLogProbabilities[index]).toBeCloseTo(value, 3);
    }
  });

  test("of many continuations at once are those of each alone, whatever was computed before", async () => {
    const model = await open({}, { concurrency: 3 });
    const continuations = Array.from({ length: 12 }, (_, index) => `The answer is ${index * 37}.`);
    const together = await model.score(withInstructions("What?"), continuations);
    const fresh = await open({}, { concurrency: 1 });
    for (const [index, continuation] of continuations.entries()) {
      const [alone] = await fresh.score(withInstructions("What?"), [continuation]);
      expect(together[index]?.logProbability).toBeCloseTo(alone?.logProbability ?? Number.NaN, 3);
    }
  });

  test("of the reply that the model itself gives are the likeliest", async () => {
    const model = await open();
    const { text } = await run(model, { prompt: user("How is it?"), maxTokens: 6 });
    const [own, other] = await model.score(user("How is it?"), [text, `${text.slice(0, -1)}#`]);
    expect(own?.logProbability).toBeGreaterThan(other?.logProbability ?? 0);
  });

  test("of nothing are nothing, and a continuation beyond the context is refused", async () => {
    const model = await open({ contextTokens: 256 });
    expect(await model.score(user("x"), [""])).toEqual([{ logProbability: 0, tokenLogProbabilities: [] }]);
    await expect(model.score(user("x"), ["word ".repeat(300)])).rejects.toMatchObject({ code: "input_invalid" });
  });
});

withLlama("llama.cpp: sampling and limits", () => {
  test("a seed repeats a reply drawn at random, another seed another one", async () => {
    const model = await open();
    const request = { prompt: user("How is it?"), temperature: 1.2, maxTokens: 24 };
    const one = await run(model, { ...request, seed: 7 });
    expect((await run(model, { ...request, seed: 7 })).text).toBe(one.text);
    expect((await run(model, { ...request, seed: 8 })).text).not.toBe(one.text);
  });

  test("a prompt that is too long is refused with the numbers, and one that just fits is answered to the end", async () => {
    const model = await open({ contextTokens: 256 });
    expect(model.contextTokens).toBe(256);
    const error = await run(model, { prompt: user("rain ".repeat(300)) }).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      code: "input_invalid",
      message: expect.stringMatching(/has 3\d\d tokens; the context of .* holds 256/u),
      details: { contextTokens: 256 },
    });
    let words = 1;
    while ((await model.countTokens(user("r ".repeat(words + 1)))) < 250) words += 1;
    const { reason, input, output } = await run(model, { prompt: user("r ".repeat(words)) });
    expect(reason).toBe("length");
    expect((input?.total ?? 0) + (output ?? 0)).toBe(256);
  });

  test("a context may be set smaller than the model's", async () => {
    const model = await open({ contextTokens: 512 }, { contextTokens: 300 });
    expect(model.contextTokens).toBe(300);
    const { input, output } = await run(model, { prompt: user("How is it?") });
    expect((input?.total ?? 0) + (output ?? 0)).toBe(300);
  });
});

withLlama("llama.cpp: conversations side by side", () => {
  test("what a prompt shares with an earlier one is not computed again", async () => {
    const model = await open({}, { concurrency: 1 });
    const first = await run(model, { prompt: withInstructions("How is it in Bergen?"), maxTokens: 4 });
    const second = await run(model, { prompt: withInstructions("And in Oslo?"), maxTokens: 4 });
    expect(first.input?.cached).toBe(0);
    expect(second.input?.cached).toBeGreaterThan((second.input?.total ?? 0) - 60);
  });

  test("instructions that many questions share are computed once, one after the other or all at once", async () => {
    const questions = Array.from({ length: 8 }, (_, index) => withInstructions(`How is it in town number ${index}?`));
    const instructions = await (await open()).countTokens([{ role: "system", content: LONG }]);
    for (const together of [true, false]) {
      const model = await open({}, { concurrency: 4 });
      const ask = async (prompt: Prompt) => run(model, { prompt, maxTokens: 4 });
      const results: Awaited<ReturnType<typeof run>>[] = [];
      if (together) results.push(...(await Promise.all(questions.map(ask))));
      else for (const question of questions) results.push(await ask(question));
      const own = results.reduce((sum, { input }) => sum + (input?.total ?? 0) - instructions, 0);
      expect(computed(results)).toBeLessThan(instructions + own + 8 * 12);
    }
  });

  test("what is copied from another conversation gives the same replies as what is computed", async () => {
    const questions = Array.from({ length: 6 }, (_, index) => withInstructions(`Tell me about town ${index * 31}.`));
    const alone = await open({}, { concurrency: 1 });
    const expected: string[] = [];
    for (const prompt of questions) expected.push((await run(alone, { prompt, maxTokens: 10 })).text);
    const model = await open({}, { concurrency: 3 });
    for (let round = 0; round < 3; round += 1) {
      const results = await Promise.all(questions.map(async (prompt) => run(model, { prompt, maxTokens: 10 })));
      expect(results.map(({ text }) => text)).toEqual(expected);
    }
  });

  test("an abandoned or aborted reply gives its place to the next one, also while it waits", async () => {
    const model = await open({ contextTokens: 2048 }, { concurrency: 1 });
    const long = { prompt: user("Tell me everything."), maxTokens: 2000 };
    for await (const event of model.generate(long)) if (event.kind === "text-delta") break;
    expect((await run(model, { prompt: user("x"), maxTokens: 2 })).reason).toBe("length");
    const controller = new AbortController();
    const [running, waiting] = [controller, new AbortController()];
    const results = Promise.allSettled([
      run(model, { ...long, abortSignal: running.signal }),
      run(model, { ...long, abortSignal: waiting.signal }),
      run(model, { prompt: user("y"), maxTokens: 2 }),
    ]);
    waiting.abort();
    setTimeout(() => running.abort(), 100);
    expect(await results).toMatchObject([
      { status: "rejected", reason: { name: "AbortError" } },
      { status: "rejected", reason: { name: "AbortError" } },
      { status: "fulfilled", value: { reason: "length" } },
    ]);
  });

  test("more requests than conversations wait for their turn", async () => {
    const model = await open({}, { concurrency: 2 });
    const results = await Promise.all(
      Array.from({ length: 30 }, async (_, index) => run(model, { prompt: user(`Number ${index}`), maxTokens: 3 })),
    );
    expect(results.map(({ output }) => output)).toEqual(Array.from({ length: 30 }, () => 3));
  });
});

withLlama("llama.cpp: adapters", () => {
  const prompt = user("Tell me about the rain.");
  const adapter = (seed: number): { name: string; path: string } => ({
    name: `turned-${seed}`,
    path: files.write(`turned-${seed}.gguf`, tinyAdapter({ seed })),
  });

  test("more adapters than are kept answer by turns and all at once, each in its own way", async () => {
    const model = await open({}, { adaptersKept: 2, concurrency: 2 });
    const adapters = [11, 12, 13, 14].map(adapter);
    const alone: string[] = [];
    for (const one of adapters) alone.push((await run(model, { prompt, adapter: one, maxTokens: 12 })).text);
    const base = (await run(model, { prompt, maxTokens: 12 })).text;
    expect(new Set([...alone, base]).size).toBe(5);
    const requests = [...adapters, ...adapters, undefined, ...adapters].map((one) => ({
      prompt,
      maxTokens: 12,
      ...(one === undefined ? {} : { adapter: one }),
    }));
    const together = await Promise.all(requests.map(async (request) => (await run(model, request)).text));
    expect(together).toEqual([...alone, ...alone, base, ...alone]);
  });

  test("an adapter is known by its name once it was used, counts at its scale, and changes likelihoods", async () => {
    const model = await open();
    const { name, path } = adapter(21);
    const full = await run(model, { prompt, adapter: { name, path }, maxTokens: 12 });
    expect(await run(model, { prompt, adapter: { name }, maxTokens: 12 })).toMatchObject({ text: full.text });
    const base = await run(model, { prompt, maxTokens: 12 });
    expect((await run(model, { prompt, adapter: { name, scale: 0 }, maxTokens: 12 })).text).toBe(base.text);
    const [plain] = await model.score(prompt, ["It rains."]);
    const [turned] = await model.score(prompt, ["It rains."], { adapter: { name } });
    expect(turned?.logProbability).not.toBeCloseTo(plain?.logProbability ?? 0, 2);
  });

  test("an adapter that was trained anew at the same place is read anew", async () => {
    const model = await open({}, { adaptersKept: 1 });
    const { name, path } = adapter(31);
    const before = await run(model, { prompt, adapter: { name, path }, maxTokens: 12 });
    writeFileSync(path, tinyAdapter({ seed: 32 }));
    const after = await run(model, { prompt, adapter: { name, path }, maxTokens: 12 });
    expect(after.text).not.toBe(before.text);
  });

  test("a file that is missing, no adapter, or made for another model is refused, and the model goes on", async () => {
    const model = await open();
    const ask = async (path: string) => run(model, { prompt, adapter: { name: "odd", path }, maxTokens: 4 });
    await expect(ask("/nowhere/lora.gguf")).rejects.toMatchObject({ code: "not_found" });
    const wrong = [
      files.write("text.gguf", Buffer.from("what is this?")),
      files.write("model.gguf", tinyModel()),
      files.write("wide.gguf", tinyAdapter({ dims: 128 })),
      files.write("other.gguf", tinyAdapter({ architecture: "llama" })),
    ];
    for (const path of wrong) await expect(ask(path)).rejects.toMatchObject({ code: "input_invalid" });
    expect((await run(model, { prompt, maxTokens: 4 })).output).toBe(4);
  });
});
