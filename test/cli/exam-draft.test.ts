// `schoolbook exam draft`: what people see of drafts, and that no model is called unasked.
import { expect, test } from "vitest";

import { createFakeChatModel, createFakeModelServer } from "../../src/testing/index.ts";
import { type CliFolder, cliFolder } from "./run-cli.ts";

const FILES = {
  "schoolbook.config.json": JSON.stringify({
    embedder: false,
    sources: { docs: { kind: "folder", path: "docs", access: [{ path: "**", allow: ["public"] }] } },
  }),
  "docs/lamp.md":
    "# Lamps\n\nThe warranty of the Solo lamp is two years. The weight of the Velora lamp is 2 kg. They are sold everywhere.\n",
};

async function library(): Promise<CliFolder> {
  const place = cliFolder(FILES);
  expect(await place.run(["library", "sync"])).toMatchObject({ code: 0 });
  return place;
}

test("rules draft without a model, and say what they could not", async () => {
  using place = await library();
  const drafted = await place.run(["exam", "draft", "--answerable", "3", "--unanswerable", "1"]);
  expect(drafted).toMatchObject({ code: 0, stderr: "" });
  expect(drafted.stdout).toContain("3 questions drafted into");
  expect(drafted.stdout).toContain("2 answerable, 1 unanswerable, 0 forbidden");
  expect(drafted.stdout).toContain("1 fewer than wanted");
  const { json } = await place.run(["exam", "draft", "--answerable", "2", "--unanswerable", "0", "--json"]);
  expect(json()).toMatchObject({ kept: { answerable: 2 }, drafted: { answerable: 0 }, missing: { answerable: 0 } });
});

test("a model is called only when somebody agreed, or said --yes", async () => {
  using place = await library();
  const quote = "The warranty of the Solo lamp is two years.";
  const reply = `Question: How long is the warranty of the Solo lamp?\nAnswer: two years\nQuote: ${quote}`;
  await using server = await createFakeModelServer({
    chat: createFakeChatModel({ reply: () => reply, can: { json: false } }),
  });
  const args = ["exam", "draft", "--answerable", "1", "--unanswerable", "0"];
  const model = ["--model", `openai-compatible:${server.origin}/v1#fake`];
  const unasked = await place.run([...args, ...model]);
  expect(unasked).toMatchObject({ code: 2, stderr: expect.stringContaining("nobody can be asked") });
  expect(unasked.stderr).toContain("At least 1 call (at most 3)");
  expect(server.calls()).toEqual([]);
  const drafted = await place.run([...args, ...model, "--yes"]);
  expect(drafted.stdout).toContain("1 question drafted into");
  expect(drafted.stdout).toContain("at a cost that is not known");
});

test("counts and dollars are checked", async () => {
  using place = await library();
  expect(await place.run(["exam", "draft", "--answerable", "many"])).toMatchObject({ code: 2 });
  expect(await place.run(["exam", "draft", "--budget", "0"])).toMatchObject({ code: 2 });
  expect(await place.run(["exam", "draft", "--forbidden", "3"])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("--forbidden-as"),
  });
});
