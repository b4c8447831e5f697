import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

import { afterAll, expect, test } from "vitest";
import { z } from "zod";

import { createEngineProcess, type ProcessOptions } from "./engine-process.ts";

const entry = new URL("../../../test/engine-child/program", import.meta.url);
const FACTS = z.strictObject({ pid: z.int(), environment: z.array(z.string()) });

type Changes = Partial<ProcessOptions<z.output<typeof FACTS>>>;

function create(changes: Changes = {}) {
  const env = { PATH: process.env["PATH"], SECRET_KEY: "hidden" };
  return createEngineProcess({ what: "x.gguf", entry, settings: {}, env, facts: FACTS, memoryMb: 500, ...changes });
}

const shared = create();
const anything = { result: z.unknown() };

afterAll(async () => shared[Symbol.asyncDispose]());

test("requests are answered, also many at once, each with its own answer", async () => {
  const answers = await Promise.all(
    Array.from({ length: 50 }, async (_, index) => shared.call("echo", { index, text: "é🙂\u0000\n" }, anything)),
  );
  expect(answers).toEqual(Array.from({ length: 50 }, (_, index) => ({ index, text: "é🙂\u0000\n" })));
});

test("one process serves all requests, and knows nothing of the program's keys", async () => {
  const { pid, environment } = await shared.facts();
  expect(shared.pid()).toBe(pid);
  expect((await shared.facts()).pid).toBe(pid);
  expect(environment).toContain("PATH");
  expect(environment).not.toContain("SECRET_KEY");
});

test("a long line goes both ways", async () => {
  const text = "x".repeat(5_000_000);
  expect(await shared.call("echo", text, anything)).toBe(text);
});

test("parts come in order before the result", async () => {
  const parts: unknown[] = [];
  expect(await shared.call("count", 4, { ...anything, onPart: (part) => parts.push(part) })).toBe("done");
  expect(parts).toEqual([1, 2, 3, 4]);
});

test("an error keeps its code, hint and details", async () => {
  await expect(shared.call("refuse", 0, anything)).rejects.toMatchObject({
    code: "not_found",
    message: "There is none.",
    hint: "Look elsewhere.",
    details: { place: 7 },
  });
});

test("an answer that does not fit is an error, and the process goes on", async () => {
  await expect(shared.call("echo", "text", { result: z.number() })).rejects.toThrow();
  expect(await shared.call("echo", 1, { result: z.number() })).toBe(1);
});

test("an aborted request rejects with the signal's reason at once, and its work stops", async () => {
  const controller = new AbortController();
  const parts: unknown[] = [];
  const onPart = (part: unknown): void => {
    parts.push(part);
    if (parts.length === 2) controller.abort(new Error("enough"));
  };
  const options = { ...anything, signal: controller.signal, onPart };
  await expect(shared.call("count", 10_000, options)).rejects.toThrow("enough");
  await expect(shared.call("echo", 1, { ...anything, signal: AbortSignal.abort() })).rejects.toThrow("aborted");
  await sleep(100);
  expect(parts).toHaveLength(2);
});

test("a request that is aborted in the moment in which it is made is never asked", async () => {
  const controller = new AbortController();
  const parts: unknown[] = [];
  const options = { ...anything, signal: controller.signal, onPart: (part: unknown) => parts.push(part) };
  const pending = expect(shared.call("count", 10, options)).rejects.toThrow("aborted");
  controller.abort();
  await pending;
  await sleep(50);
  expect(parts).toEqual([]);
});

test("the process may not write files", async () => {
  await expect(shared.call("write", 0, anything)).rejects.toMatchObject({
    message: expect.stringContaining("restricted"),
  });
});

test.each([
  ["crash", "crashed (SIGABRT)"],
  ["leave", "ended with code 3"],
])("a process that does `%s` rejects what is under way, and the next request starts another", async (how, why) => {
  await using engine = create();
  const before = await engine.facts();
  const results = await Promise.allSettled([
    engine.call("count", 10_000, anything),
    engine.call("count", 10_000, anything),
    engine.call(how, 0, anything),
  ]);
  for (const result of results) {
    expect(result).toMatchObject({
      status: "rejected",
      reason: { code: "engine_crashed", message: expect.stringContaining(`x.gguf ${why}`) },
    });
  }
  expect(await engine.call("echo", "again", anything)).toBe("again");
  expect((await engine.facts()).pid).not.toBe(before.pid);
});

test("a process that is killed from outside is replaced", async () => {
  await using engine = create();
  const { pid } = await engine.facts();
  const pending = engine.call("count", 10_000, anything);
  process.kill(pid, "SIGKILL");
  await expect(pending).rejects.toMatchObject({
    code: "engine_crashed",
    message: expect.stringContaining("was killed, perhaps"),
  });
  expect(await engine.call("echo", 1, anything)).toBe(1);
});

test.each([
  ["text that is no JSON", "what is this\n"],
  ["JSON that is no message", '{"kind":"unheard of"}\n'],
  ["bytes", "\u0001\u0002\n"],
])("a process that sends %s is ended, and the next request starts another", async (_name, garbage) => {
  await using engine = create();
  await expect(engine.call("garbage", garbage, anything)).rejects.toMatchObject({
    code: "engine_crashed",
    message: expect.stringContaining("sent something that is no message"),
  });
  expect(await engine.call("echo", 1, anything)).toBe(1);
});

test("a process that is stuck is ended when it has been silent for too long", async () => {
  await using engine = create({ silentMs: 4000 });
  await expect(engine.call("stuck", 0, anything)).rejects.toMatchObject({
    code: "engine_crashed",
    message: expect.stringContaining("no sign of life for 4 s"),
  });
  expect(await engine.call("echo", 1, anything)).toBe(1);
});

test("a process that is stopped by its user is ended like one that is stuck", async () => {
  await using engine = create({ silentMs: 4000 });
  const { pid } = await engine.facts();
  process.kill(pid, "SIGSTOP");
  await expect(engine.call("echo", 0, anything)).rejects.toMatchObject({ code: "engine_crashed" });
  expect(await engine.call("echo", 1, anything)).toBe(1);
});

test("work that takes long is waited for as long as there are signs of life", async () => {
  await using engine = create({ silentMs: 4000 });
  expect(await engine.call("count", 1000, anything)).toBe("done");
});

test("a request that takes too long is given up where a limit is set, and the others go on", async () => {
  await using engine = create({ requestMs: 1500 });
  const { pid } = await engine.facts();
  const late = engine.call("count", 10_000, anything);
  await sleep(1000);
  const quick = engine.call("count", 100, anything);
  await expect(late).rejects.toMatchObject({ code: "engine_failed", message: expect.stringContaining("longer") });
  expect(await quick).toBe("done");
  expect(engine.pid()).toBe(pid);
});

test("a part that its reader cannot use ends its request only", async () => {
  const onPart = (): never => {
    throw new Error("no such part");
  };
  await expect(shared.call("count", 10, { ...anything, onPart })).rejects.toThrow("no such part");
  expect(await shared.call("echo", 1, anything)).toBe(1);
});

test("a process that needs too much memory is ended", async () => {
  await using engine = create({ settings: { memoryMb: 300 }, memoryMb: 300 });
  await expect(engine.call("grow", 0, anything)).rejects.toMatchObject({
    code: "engine_crashed",
    message: expect.stringContaining("needed more than 300 MB of memory"),
  });
});

test.each([
  ["start", { code: "input_invalid", message: "It is no model." }],
  ["crash", { code: "engine_crashed" }],
])("a start that fails (%s) rejects every request with its reason", async (failing, error) => {
  await using engine = create({ settings: { failing } });
  await Promise.all([
    expect(engine.facts()).rejects.toMatchObject(error),
    expect(engine.call("echo", 1, anything)).rejects.toMatchObject(error),
  ]);
  await expect(engine.call("echo", 1, anything)).rejects.toMatchObject(error);
});

test("a start that takes too long is ended", async () => {
  await using engine = create({ settings: { failing: "never" }, startMs: 1000 });
  await expect(engine.facts()).rejects.toMatchObject({
    code: "engine_crashed",
    message: expect.stringContaining("took too long to start"),
  });
});

test("closing ends what is under way and refuses what comes after", async () => {
  const engine = create();
  const { pid } = await engine.facts();
  const pending = expect(engine.call("count", 10_000, anything)).rejects.toMatchObject({ code: "engine_crashed" });
  await sleep(50);
  await engine[Symbol.asyncDispose]();
  await pending;
  expect(isAlive(pid)).toBe(false);
  await expect(engine.call("echo", 1, anything)).rejects.toMatchObject({ code: "cancelled" });
});

test("a program whose engine is idle ends", () => {
  const script = `${programStart()} process.stdout.write(String(await engine.call("echo", 7, anything)));`;
  const output = execFileSync(process.execPath, ["--input-type=module", "-e", script], { timeout: 20_000 });
  expect(output.toString()).toBe("7");
});

test.skipIf(process.platform !== "linux").each(["idle", "busy", "stuck"])(
  "a program that is killed leaves no process behind that is %s",
  async (state) => {
    const work = {
      idle: "",
      busy: 'void engine.call("count", 100000, anything);',
      stuck: 'void engine.call("stuck", 0, anything);',
    };
    const script = `${programStart()}
      process.stdout.write(String((await engine.facts()).pid));
      ${state === "idle" ? work.idle : state === "busy" ? work.busy : work.stuck}
      setInterval(() => undefined, 1000);`;
    const program = spawn(process.execPath, ["--input-type=module", "-e", script], {
      stdio: ["ignore", "pipe", "ignore"],
    });
    const [pid]: unknown[] = await once(program.stdout, "data");
    await sleep(100);
    expect(isAlive(Number(pid))).toBe(true);
    program.kill("SIGKILL");
    for (let waited = 0; waited < 120 && isAlive(Number(pid)); waited += 1) await sleep(50);
    expect(isAlive(Number(pid))).toBe(false);
  },
);

function programStart(): string {
  return `
    import { createEngineProcess } from ${JSON.stringify(new URL("./engine-process.ts", import.meta.url).href)};
    import { z } from ${JSON.stringify(import.meta.resolve("zod"))};
    const anything = { result: z.unknown() };
    const entry = new URL(${JSON.stringify(entry.href)});
    const options = { what: "x", entry, settings: {}, env: {}, facts: z.any(), memoryMb: 500 };
    const engine = createEngineProcess(options);`;
}

function isAlive(pid: number): boolean {
  try {
    return !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return false;
    throw error;
  }
}
