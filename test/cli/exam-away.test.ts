// `schoolbook exam` against servers that are not there, or never come to an end: told once, soon, and gone on from later.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";

import { expect, test } from "vitest";

import { chatCalls, examProject, objectOf, readingServer, servedConfig } from "./exam-project.ts";

const program = fileURLToPath(new URL("../../bin/schoolbook.mjs", import.meta.url));

function twelveQuestions(): string {
  return Array.from({ length: 12 }, (_, index) =>
    JSON.stringify({
      id: `q${index}`,
      question: `How long does the warranty of the lamp last for customer ${index}?`,
      principals: ["public"],
      expected: { answers: ["two years"], sources: ["docs/warranty.md"] },
    }),
  ).join("\n");
}

/** An address on this machine where nobody listens any more. */
async function closedOrigin(): Promise<string> {
  await using server = await readingServer();
  return server.origin;
}

test("a server that is not there ends a run after its first calls, with the reason, and the same command goes on", async () => {
  using place = await examProject({ "twelve.jsonl": twelveQuestions() });
  const gone = await closedOrigin();
  place.write("schoolbook.config.json", servedConfig(gone));
  const asking = ["exam", "run", "twelve.jsonl", "-m", "served", "--arms", "A0,A2", "--run", "away"];
  const away = await place.run(asking);
  expect(away.code).toBe(12);
  expect(away.stderr).toContain("The first 3 calls found nobody there, and the run was ended");
  expect(away.stderr).toContain(`cannot be reached at ${gone}/v1 (connection refused, ECONNREFUSED)`);
  expect(away.stderr.replaceAll(/\s+/gu, " ")).toContain("Start the server, or correct its address with `baseUrl`.");
  expect(away.stderr.replaceAll(/\s+/gu, " ")).toContain("The same command then goes on");
  const shown = await place.run(["exam", "show", "away"]);
  expect(shown.stdout.replaceAll(/\s+/gu, " ")).toMatch(/\d+ rows failed: .* cannot be reached at/u);
  await using server = await readingServer();
  place.write("schoolbook.config.json", servedConfig(server.origin));
  const again = objectOf(await place.run([...asking.slice(0, -2), "--run", "there", "--json"]));
  expect(again).toMatchObject({ failed: 0, missing: 0 });
}, 60_000);

test("rows that failed are told by their reasons, once each", async () => {
  using place = await examProject();
  await using server = await readingServer({
    fault: () => ({ kind: "answer", status: 400, body: JSON.stringify({ error: { message: "No such template." } }) }),
  });
  place.write("schoolbook.config.json", servedConfig(server.origin));
  const run = await place.run(["exam", "run", "-m", "served"]);
  expect(run.code).toBe(9);
  const told = run.stdout.replaceAll(/\s+/gu, " ");
  expect(told).toMatch(/✗ \d rows failed: .*refused the request with status 400: No such template\./u);
  expect(told.match(/No such template/gu)).toHaveLength(1);
  expect(run.stderr).toContain("Mend what made rows fail");
  const shown = (await place.run(["exam", "show"])).stdout;
  expect(shown.match(/No such template/gu)).toHaveLength(1);
  expect(shown).toContain("staff “How many employees does the company have?”");
});

test("a process that is told to end while a server drips ends within two seconds, and keeps what was answered", async () => {
  using place = await examProject();
  let drips = false;
  const dripping = Promise.withResolvers<void>();
  await using server = await readingServer({
    fault: ({ count, path }) => {
      if (!path.endsWith("/chat/completions") || count < 3 || !drips) return undefined;
      setTimeout(dripping.resolve, 300);
      return { kind: "endless", afterBytes: 0, text: 'data: {"choices":[{"delta":{}}]}\n\n', pauseMs: 20 };
    },
  });
  drips = true;
  place.write("schoolbook.config.json", servedConfig(server.origin));
  const asking = ["exam", "run", "-m", "served", "--arms", "A0", "--concurrency", "1", "--run", "ended"];
  const child = spawn(process.execPath, [program, ...asking], {
    cwd: place.folder,
    stdio: ["ignore", "ignore", "pipe"],
  });
  let stderr = "";
  child.stderr.on("data", (text) => (stderr += String(text)));
  await Promise.race([dripping.promise, pause(30_000)]);
  const began = performance.now();
  child.kill("SIGTERM");
  expect(await once(child, "exit")).toEqual([130, null]);
  expect(performance.now() - began).toBeLessThan(2000);
  expect(stderr).toContain("2 of 3 rows are kept");
  drips = false;
  expect(objectOf(await place.run([...asking, "--json"]))).toMatchObject({ kept: 2, asked: 1, missing: 0 });
  expect(chatCalls(server.calls()).length).toBe(4);
}, 60_000);
