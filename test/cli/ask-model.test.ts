// `schoolbook ask` with a chat model behind a server: what people see of its marks, doubts and refusals.
import { readFileSync } from "node:fs";

import { expect, test } from "vitest";

import { createFakeChatModel, createFakeModelServer } from "../../src/testing/index.ts";
import { type CliFolder, cliFolder } from "./run-cli.ts";

const FILES = {
  "schoolbook.config.json": JSON.stringify({
    embedder: false,
    sources: { docs: { kind: "folder", path: "docs", access: [{ path: "**", allow: ["public"] }] } },
  }),
  "docs/leave.md": "# Leave\n\nEmployees get 30 days of leave a year.\n",
};
const QUESTION = "How many days of leave do employees get?";

async function library(): Promise<CliFolder> {
  const place = cliFolder(FILES);
  expect(await place.run(["library", "sync"])).toMatchObject({ code: 0 });
  return place;
}

async function serverSaying(reply: string) {
  const server = await createFakeModelServer({
    chat: createFakeChatModel({ reply: () => reply, can: { json: false } }),
  });
  return { server, model: ["--model", `openai-compatible:${server.origin}/v1#fake`] };
}

test("a model named with --model answers with its sources, and what nothing supports is marked", async () => {
  using place = await library();
  const { server, model } = await serverSaying("Employees get 30 days of leave [1]. They are paid twice [3]. Fine.");
  await using _server = server;
  const asked = await place.run(["ask", QUESTION, ...model]);
  expect(asked).toMatchObject({ code: 0, stderr: "" });
  expect(asked.stdout).toContain("Employees get 30 days of leave [1]. They are paid twice. [?]");
  expect(asked.stdout).toMatch(/Sources\n\[1\] Leave — docs\/leave\.md:3:1\n/u);
  expect(asked.stdout).toContain("[?] nothing in the documents that were read supports this");
  expect(asked.stdout).not.toContain("[3]");
});

test("--json carries what was verified, removed and shown to the model", async () => {
  using place = await library();
  const { server, model } = await serverSaying("Employees get 30 days of leave [1]. They are paid twice [3].");
  await using _server = server;
  const { json } = await place.run(["ask", QUESTION, "--json", ...model]);
  expect(json()).toMatchObject({
    citations: [{ mark: 1, by: "mark", quote: "Employees get 30 days of leave a year.", place: { line: 3 } }],
    unsupported: [{ reason: "invented-number" }],
    removed: { inventedNumbers: 1 },
    sufficiency: { sufficient: true, by: "reply" },
    trace: { retrieval: "search", shown: [{ number: 1 }], templateHash: expect.stringMatching(/^[0-9a-f]{64}$/u) },
  });
});

test("a template of the project's own is used, and one that cannot be is refused by name", async () => {
  using place = await library();
  const { server, model } = await serverSaying("I don't know.");
  await using _server = server;
  const packaged = readFileSync(new URL("../../prompts/answer.md", import.meta.url), "utf8");
  place.write("prompt.md", packaged.replace("Answer from the passages", "Reply in verse from the passages"));
  expect(await place.run(["ask", QUESTION, ...model, "--set", "answer.template=prompt.md"])).toMatchObject({ code: 0 });
  expect(JSON.stringify(server.calls())).toContain("Reply in verse from the passages");
  place.write("prompt.md", "## system\nx");
  const wrong = await place.run(["ask", QUESTION, ...model, "--set", "answer.template=prompt.md"]);
  expect(wrong).toMatchObject({
    code: 3,
    stderr: expect.stringContaining('prompt.md: the section "passage" is missing'),
  });
  const missing = await place.run(["ask", QUESTION, ...model, "--set", "answer.template=none.md"]);
  expect(missing).toMatchObject({
    code: 3,
    stderr: expect.stringContaining("answer.template: none.md cannot be read"),
  });
});

test("a reply that ended at its limit is said to be cut", async () => {
  using place = await library();
  const reply = `Employees get 30 days of leave [1].${" They ask for it in time.".repeat(9)}`;
  const { server, model } = await serverSaying(reply);
  await using _server = server;
  const cut = await place.run(["ask", QUESTION, ...model, "--set", "answer.maxReplyTokens=16"]);
  expect(cut).toMatchObject({ code: 0, stderr: expect.stringContaining("`answer.maxReplyTokens` raises the limit") });
  const asked = await place.run(["ask", QUESTION, "--json", ...model, "--set", "answer.maxReplyTokens=16"]);
  expect(asked.json()).toMatchObject({ answered: true, cut: true });
  expect((await place.run(["ask", QUESTION, ...model])).stderr).toBe("");
});

test("a refusal says what was looked for", async () => {
  using place = await library();
  const { server, model } = await serverSaying("I don't know. The passages do not say who may carry leave over.");
  await using _server = server;
  const { stdout } = await place.run(["ask", "Who may carry over leave of a zeppelin?", ...model]);
  expect(stdout).toContain("I don't know.");
  expect(stdout).toContain("Looked for:");
  expect(stdout).not.toContain("Sources");
});

test("quoting is what answers where no model is named, and it cannot fill a schema", async () => {
  using place = await library();
  place.write("schema.json", '{"type": "object"}');
  const asked = await place.run(["ask", QUESTION, "--schema", "schema.json"]);
  expect(asked).toMatchObject({ code: 3, stderr: expect.stringContaining("Quoting cannot answer by a JSON schema") });
  expect((await place.run(["ask", QUESTION, "--json"])).json()).toMatchObject({ model: "quoting", answered: true });
});
