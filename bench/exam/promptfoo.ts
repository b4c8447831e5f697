// Runs promptfoo on the same questions as ours: a server on this machine fills its cache, then it is measured from the cache.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { join } from "node:path";

import { z } from "zod";

export type Timing = {
  /** From the start of the process to its end. */
  readonly wholeMs: number;
  /** What the program itself says that its evaluation took. */
  readonly ownMs: number;
};

export type Promptfoo = AsyncDisposable & {
  /** Throws where not all of it came from the cache and passed, but for the first time. */
  evaluate(isFirst: boolean): Promise<Timing>;
};

const STATS = z.object({
  results: z.object({
    stats: z.object({ successes: z.number(), durationMs: z.number(), tokenUsage: z.object({ cached: z.number() }) }),
  }),
});
const TOKENS = 12;

/** `install` is a folder in which promptfoo was installed with npm. */
export async function createPromptfoo(install: string, folder: string, calls: number): Promise<Promptfoo> {
  const server = await answerServer();
  const config = join(folder, "promptfooconfig.json");
  const output = join(folder, "out.json");
  writeFileSync(config, JSON.stringify(configOf(server.origin, calls)));
  const program = join(install, "node_modules/promptfoo/dist/src/main.js");
  const args = [program, "eval", "-c", config, "--no-progress-bar", "--no-table", "--no-write", "-o", output];
  const env = {
    ...process.env,
    PROMPTFOO_CONFIG_DIR: join(folder, "promptfoo-home"),
    PROMPTFOO_DISABLE_TELEMETRY: "1",
    PROMPTFOO_DISABLE_UPDATE: "1",
    PROMPTFOO_DISABLE_REMOTE_GENERATION: "1",
  };
  return {
    evaluate: async (isFirst) => {
      const began = performance.now();
      const child = spawn(process.execPath, args, { env, stdio: "ignore" });
      await once(child, "close");
      const wholeMs = performance.now() - began;
      const { stats } = STATS.parse(JSON.parse(readFileSync(output, "utf8"))).results;
      if (stats.successes !== calls) throw new Error(`promptfoo passed ${stats.successes} of ${calls}.`);
      if (!isFirst && stats.tokenUsage.cached !== calls * TOKENS) throw new Error("promptfoo did not use its cache.");
      return { wholeMs, ownMs: stats.durationMs };
    },
    [Symbol.asyncDispose]: async () => server.close(),
  };
}

function configOf(origin: string, calls: number): unknown {
  const tests = Array.from({ length: calls }, (_, index) => ({
    vars: { question: `What is the number of q${index}?` },
    assert: [{ type: "equals", value: `number q${index}` }],
  }));
  const provider = { id: "openai:chat:fake", config: { apiBaseUrl: `${origin}/v1`, apiKey: "none" } };
  return { prompts: ["{{question}}"], providers: [provider], tests };
}

const ASKED = z.object({ model: z.string(), messages: z.array(z.object({ content: z.string() })) });

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(Buffer.from(part));
  const { model, messages } = ASKED.parse(JSON.parse(Buffer.concat(parts).toString("utf8")));
  const id = /number of (q\d+)/u.exec(messages.at(-1)?.content ?? "")?.[1] ?? "";
  const message = { role: "assistant", content: `number ${id}` };
  const usage = { prompt_tokens: 10, completion_tokens: 2, total_tokens: TOKENS };
  response.setHeader("content-type", "application/json");
  response.end(
    JSON.stringify({
      id: "1",
      object: "chat.completion",
      created: 1,
      model,
      choices: [{ index: 0, message, finish_reason: "stop" }],
      usage,
    }),
  );
}

async function answerServer(): Promise<{ readonly origin: string; close(): void }> {
  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy());
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  return {
    origin: `http://127.0.0.1:${typeof address === "object" ? (address?.port ?? 0) : 0}`,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
