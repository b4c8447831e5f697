import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { afterAll, expect, test } from "vitest";

import { breakInterface, claimMachine, type Damage, damagedEngine } from "../../../test/damaged-engine.ts";
import { PLAIN_CHATML, tinyModel } from "../../../test/gguf/tiny-model.ts";
import { ENGINES_FOLDER, llamaOptions, modelFiles, withLlama } from "../../../test/llama-engine.ts";
import { seededRandom } from "../../core/runtime.ts";
import type { ChatEvent } from "../../spec/chat.ts";
import { THIS_MACHINE } from "../installing/engine-recipe.ts";
import { type LlamaChatModel, openLlamaChat } from "./chat-model.ts";
import { openLlamaEmbedder } from "./embedder.ts";
import { LLAMA_RECIPE, nativeFile } from "./recipe.ts";

const files = modelFiles();
afterAll(() => files[Symbol.dispose]());

const whole = tinyModel({ template: PLAIN_CHATML, contextTokens: 2048 });
const file = files.write("whole.gguf", whole);
const prompt = [{ role: "user", content: "Tell me everything about the rain." }] as const;

async function collect(model: LlamaChatModel, maxTokens: number): Promise<readonly ChatEvent[]> {
  const events: ChatEvent[] = [];
  try {
    for await (const event of model.generate({ prompt, maxTokens })) events.push(event);
  } catch (error) {
    expect(error).toMatchObject({ code: "engine_crashed" });
  }
  return events;
}

function textOf(events: readonly ChatEvent[]): string {
  return events.map((event) => (event.kind === "text-delta" ? event.text : "")).join("");
}

function isGone(pid: number): boolean {
  return !existsSync(`/proc/${pid}`) || /\) Z /.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
}

withLlama("faults of the llama engine", () => {
  test("killed at random moments, every request ends with its finish or its error, and the next one is answered", async () => {
    await using model = await openLlamaChat({ ...llamaOptions(), file });
    const total = await model.countTokens(prompt);
    const expected = textOf(await collect(model, 12));
    const random = seededRandom(11);
    for (let round = 0; round < 12; round += 1) {
      const work = Promise.all(Array.from({ length: 6 }, async () => collect(model, 1500)));
      const scoring = model.score(prompt, ["It rains."]).catch((error: unknown) => error);
      await sleep(random() * 400);
      const pid = model.pid();
      if (pid !== undefined) process.kill(pid, random() < 0.5 ? "SIGKILL" : "SIGSEGV");
      for (const events of await work) {
        expect(events.filter(({ kind }) => kind === "finish").length).toBeLessThanOrEqual(1);
        const last = events.at(-1);
        if (last !== undefined) expect(last).toMatchObject({ kind: "finish", usage: { inputTokens: { total } } });
      }
      await scoring;
      expect(textOf(await collect(model, 12))).toBe(expected);
    }
  }, 120_000);

  test("a reply that is cut off by a crash has told what it used", async () => {
    await using model = await openLlamaChat({ ...llamaOptions(), file });
    const events: ChatEvent[] = [];
    const killed = (async () => {
      for await (const event of model.generate({ prompt, maxTokens: 1500 })) {
        events.push(event);
        if (events.length === 5) process.kill(model.pid() ?? 0, "SIGABRT");
      }
    })();
    await expect(killed).rejects.toMatchObject({ code: "engine_crashed", message: expect.stringContaining("SIGABRT") });
    expect(events.at(-1)).toMatchObject({ kind: "finish", reason: "error" });
    const finish = events.at(-1);
    if (finish?.kind === "finish") expect(finish.usage.outputTokens.total).toBeGreaterThanOrEqual(5);
  });

  test("a process that is stopped is ended and replaced", async () => {
    await using model = await openLlamaChat({ ...llamaOptions(), file, silentMs: 4000 });
    const pid = model.pid() ?? 0;
    const stopped = collect(model, 1500);
    await sleep(50);
    process.kill(pid, "SIGSTOP");
    await stopped;
    expect((await collect(model, 4)).at(-1)).toMatchObject({ reason: "length" });
    expect(isGone(pid)).toBe(true);
  });

  test("closing leaves no process behind, also in the middle of a reply", async () => {
    const model = await openLlamaChat({ ...llamaOptions(), file });
    const pid = model.pid() ?? 0;
    const cut = collect(model, 1500);
    await sleep(100);
    await model[Symbol.asyncDispose]();
    await cut;
    expect(isGone(pid)).toBe(true);
    await expect(model.countTokens(prompt)).rejects.toMatchObject({ code: "cancelled" });
  });

  test.each([
    ["cut off in its header", whole.subarray(0, 3000), "in the middle of its header"],
    ["cut off in its weights", whole.subarray(0, whole.length - 20_000), "cannot be loaded"],
    ["no GGUF at all", Buffer.from("PK\u0003\u0004 a zip, perhaps"), "it is no GGUF file"],
    ["empty", Buffer.alloc(0), "in the middle of its header"],
    [
      "of an unknown architecture",
      Buffer.from(whole.toString("latin1").replaceAll("qwen3", "qwen9"), "latin1"),
      "cannot be loaded",
    ],
  ])("a file that is %s is refused with that reason", async (_name, bytes, reason) => {
    const damaged = files.write("damaged.gguf", bytes);
    await expect(openLlamaChat({ ...llamaOptions(), file: damaged })).rejects.toMatchObject({
      code: "input_invalid",
      message: expect.stringContaining(reason),
    });
  });

  test("weights damaged at random are refused, or loaded, and never bring the program down", async () => {
    const random = seededRandom(2);
    for (let round = 0; round < 8; round += 1) {
      const bytes = Buffer.from(whole);
      const from = Math.floor(random() * 9000);
      for (let at = 0; at < 40; at += 1) bytes[from + Math.floor(random() * 400)] = Math.floor(random() * 256);
      try {
        await using model = await openLlamaChat({ ...llamaOptions(), file: files.write("odd.gguf", bytes) });
        await collect(model, 4);
      } catch (error) {
        expect(error).toMatchObject({ code: expect.stringMatching(/input_invalid|engine_crashed|engine_failed/u) });
      }
    }
  }, 120_000);

  test("a file that is deleted, or cut while it is used, fails as it should when the model is started again", async () => {
    const gone = files.write("gone.gguf", whole);
    await using model = await openLlamaChat({ ...llamaOptions(), file: gone });
    rmSync(gone);
    expect((await collect(model, 4)).at(-1)).toMatchObject({ reason: "length" });
    process.kill(model.pid() ?? 0, "SIGKILL");
    await sleep(300);
    await expect(model.countTokens(prompt)).rejects.toMatchObject({
      code: expect.stringMatching(/input_invalid|not_found/u),
      message: expect.stringContaining("gone.gguf"),
    });
    const cut = files.write("cut.gguf", whole);
    await using other = await openLlamaChat({ ...llamaOptions(), file: cut });
    truncateSync(cut, 4096);
    await collect(other, 4);
    writeFileSync(cut, whole);
    expect((await collect(other, 4)).at(-1)).toMatchObject({ reason: "length" });
  });

  test("a model file that is not there, or cannot be opened, is named", async () => {
    const missing = join(files.folder, "none.gguf");
    await expect(openLlamaChat({ ...llamaOptions(), file: missing })).rejects.toMatchObject({
      code: "not_found",
      message: expect.stringContaining("none.gguf"),
    });
    await expect(openLlamaEmbedder({ ...llamaOptions(), file: missing })).rejects.toMatchObject({ code: "not_found" });
    await expect(openLlamaChat({ ...llamaOptions(), file: files.folder })).rejects.toMatchObject({
      code: "input_invalid",
    });
  });

  test("a context that does not fit into memory is refused with what to do", async () => {
    const wide = files.write("wide.gguf", tinyModel({ template: PLAIN_CHATML, contextTokens: 100_000_000 }));
    const error = await openLlamaChat({
      ...llamaOptions(),
      file: wide,
      contextTokens: 90_000_000,
      memoryMb: 2000,
    }).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: expect.stringMatching(/engine_failed|engine_crashed/u) });
  });
});

withLlama("a damaged llama engine", () => {
  const copyEngine = (damage: Damage): string =>
    damagedEngine({ recipe: LLAMA_RECIPE, from: ENGINES_FOLDER, scratch: files.folder }, damage);

  const options = (enginesFolder: string) => ({ ...llamaOptions(), file, enginesFolder });

  test("a missing engine is one message with the command that mends it", async () => {
    await expect(openLlamaChat(options(join(files.folder, "nothing")))).rejects.toMatchObject({
      code: "engine_missing",
      message: "The llama engine is not installed.",
      hint: expect.stringContaining("`schoolbook engines add llama`"),
    });
  });

  test.each<[string, Damage, string]>([
    ["a package gone", (modules) => rmSync(join(modules, "node-llama-cpp")), "is missing"],
    ["no manifest", (modules) => rmSync(join(modules, "..", "engine.json")), "engine.json is missing"],
    ["a damaged manifest", (modules) => writeFileSync(join(modules, "..", "engine.json"), "{"), "cannot be read"],
    [
      "a library cut short",
      (modules, makeReal) => {
        makeReal("@node-llama-cpp");
        truncateSync(join(modules, nativeFile(THIS_MACHINE)), 1000);
      },
      "has 1000 bytes",
    ],
    [
      "a library of the right size and the wrong content",
      (modules, makeReal) => {
        makeReal("@node-llama-cpp");
        const library = join(modules, nativeFile(THIS_MACHINE));
        writeFileSync(library, Buffer.alloc(readFileSync(library).length, 7));
      },
      "invalid ELF header",
    ],
    [
      "a library of another Node's interface",
      (modules, makeReal) => {
        makeReal("@node-llama-cpp");
        breakInterface(join(modules, nativeFile(THIS_MACHINE)));
      },
      "did not self-register",
    ],
    [
      "a library beside it gone",
      (modules, makeReal) => {
        makeReal("@node-llama-cpp");
        const folder = dirname(join(modules, nativeFile(THIS_MACHINE)));
        for (const name of readdirSync(folder)) if (name.startsWith("libllama")) rmSync(join(folder, name));
      },
      "cannot open shared object",
    ],
    [
      "a file of a package gone",
      (modules, makeReal) => {
        makeReal("node-llama-cpp");
        rmSync(join(modules, "node-llama-cpp", "dist", "evaluator", "LlamaGrammar.js"));
      },
      "LlamaGrammar",
    ],
  ])("a broken engine is one message with the command that mends it: %s", async (_name, damage, reason) => {
    await expect(openLlamaChat(options(copyEngine(damage)))).rejects.toMatchObject({
      code: "engine_broken",
      message: expect.stringContaining(reason),
      hint: expect.stringContaining("`schoolbook engines add llama --force`"),
    });
  });

  test("an engine installed for another machine is told as such", async () => {
    const home = copyEngine((modules) => claimMachine(modules, "plan9-mips"));
    await expect(openLlamaChat(options(home))).rejects.toMatchObject({
      code: "engine_broken",
      message: expect.stringContaining("it was installed for plan9-mips"),
    });
  });
});

test("a program that only imports the engine starts nothing", () => {
  const script = `import ${JSON.stringify(new URL("./engine.ts", import.meta.url).href)};`;
  execFileSync(process.execPath, ["--input-type=module", "-e", script], { timeout: 20_000 });
});
