// Worked examples in a prompt that only some may see: who else asks is not answered with them, and is shown neither them nor figures.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { expect, test } from "vitest";

import { createFakeChatModel, createFakeModelServer } from "../../src/testing/index.ts";
import { objectOf } from "./exam-project.ts";
import { cliFolder } from "./run-cli.ts";

const HR = ["--as", "group:hr"];
const SECRET = /motto of team t\d\d\?\\nAnswer|Answer: zebra/u;

/** Right only where the prompt shows how: so the prompt with examples is chosen, and is enough. */
async function promptedProject(askers: (at: number) => string) {
  const prompts: string[] = [];
  const server = await createFakeModelServer({
    chat: createFakeChatModel({
      can: { json: false },
      reply: ({ prompt }) => {
        const text = prompt.map(({ content }) => (typeof content === "string" ? content : "")).join("\n");
        prompts.push(text);
        return text.includes("Examples:") ? "It is zebra." : "It is lion.";
      },
    }),
  });
  const names = Array.from({ length: 70 }, (_, at) => `t${String(at).padStart(2, "0")}`);
  const pageOf = (name: string, at: number) => `docs/${askers(at) === "public" ? "open" : "closed"}-${name}.md`;
  const pages = names.map((name, at) => [pageOf(name, at), `# Team ${name}\n\nTeam ${name} has a motto.\n`] as const);
  const questions = names.map((name, at) => ({
    id: name,
    question: `What is the motto of team ${name}?`,
    principals: [askers(at)],
    expected: { contains: ["zebra"], sources: [pageOf(name, at)] },
  }));
  const access = (closed: string) => [
    { path: "closed-*", allow: [closed] },
    { path: "**", allow: ["public"] },
  ];
  const config = (closed: string) =>
    JSON.stringify({
      embedder: false,
      models: { served: { reference: `openai-compatible:${server.origin}/v1#fake` } },
      sources: { docs: { kind: "folder", path: "docs", access: access(closed) } },
    });
  const place = cliFolder({
    "schoolbook.config.json": config("group:hr"),
    "exam.jsonl": questions.map((question) => `${JSON.stringify(question)}\n`).join(""),
    ...Object.fromEntries(pages),
  });
  expect(await place.run(["library", "sync"])).toMatchObject({ code: 0 });
  return {
    place,
    prompts,
    close: async () => {
      place.write("schoolbook.config.json", config("group:board"));
      expect(await place.run(["library", "sync"])).toMatchObject({ code: 0 });
    },
    climb: async (...flags: readonly string[]) =>
      place.run(["climb", "exam.jsonl", "--model", "served", "--yes", "--name", "ladder", ...flags]),
    [Symbol.asyncDispose]: async () => {
      place[Symbol.dispose]();
      await server[Symbol.asyncDispose]();
    },
  };
}

test("a prompt with closed examples answers and is shown to whoever is cleared for them, and to nobody else", async () => {
  await using project = await promptedProject(() => "group:hr");
  const { place, prompts } = project;
  expect(await project.climb(...HR)).toMatchObject({ code: 0, stdout: expect.stringContaining("Serve the prompt") });
  for (const argv of [["use"], ["use", "A2"], ["use", "A1", "--climb", "ladder"]]) {
    const refused = await place.run(argv);
    expect(refused).toMatchObject({ code: 5, stdout: "" });
    expect(refused.stderr).not.toContain("%");
  }
  expect(await place.run(["use", ...HR])).toMatchObject({ code: 0 });
  expect((await place.run(["use", "--show", "--json", ...HR])).stdout).toMatch(SECRET);
  prompts.length = 0;
  const asked = await place.run(["ask", "What is the motto?"]);
  expect(asked).toMatchObject({ code: 5, stderr: expect.stringContaining("does not answer you") });
  expect(prompts).toEqual([]);
  const shown = await place.run(["use", "--show", "--json"]);
  expect(shown.stdout).not.toMatch(SECRET);
  expect(shown.stdout).not.toContain("group:hr");
  expect(objectOf(shown)).toMatchObject({
    current: { arm: "A1", template: { text: "not readable by you now" } },
  });
  expect(objectOf(await place.run(["ask", "What is the motto?", "--json", ...HR]))).toMatchObject({
    text: expect.stringContaining("zebra"),
  });
  await project.close();
  expect(await place.run(["ask", "What is the motto?", ...HR])).toMatchObject({ code: 5 });
  expect((await place.run(["use", "--show", "--json", ...HR])).stdout).not.toMatch(SECRET);
  const exported = await place.run(["exam", "export", "ladder", "--to", "jsonl", ...HR]);
  const [id = ""] = /t\d\d/u.exec(exported.stdout) ?? [];
  const story = await place.run(["exam", "show", "ladder", "--question", id, ...HR]);
  for (const { code, stdout } of [exported, story]) {
    expect({ code, stdout }).toMatchObject({ code: 0, stdout: expect.stringContaining("It is lion") });
    expect(stdout).not.toContain("zebra");
  }
}, 60_000);

test("where others ask as well, no example is made from what they may not see, and they are answered", async () => {
  await using project = await promptedProject((at) => (at % 2 === 0 ? "group:hr" : "public"));
  const { place } = project;
  expect(await project.climb(...HR)).toMatchObject({ code: 0, stdout: expect.stringContaining("Serve the prompt") });
  const folder = join(place.folder, ".schoolbook/climbs/ladder/prompts");
  const texts = readdirSync(folder).map((name) => readFileSync(join(folder, name), "utf8"));
  expect(texts.join("\n")).toMatch(/motto of team t\d[13579]\?/u);
  expect(texts.join("\n")).not.toMatch(/motto of team t\d[02468]\?/u);
  expect(await place.run(["use", ...HR])).toMatchObject({ code: 0 });
  expect(await place.run(["ask", "What is the motto?"])).toMatchObject({ code: 0 });
}, 60_000);

test("a rung that an earlier version put into use is refused until it is chosen again", async () => {
  await using project = await promptedProject(() => "public");
  const { place } = project;
  await project.climb();
  await place.run(["use"]);
  const path = ".schoolbook/serving.json";
  const serving = readFileSync(join(place.folder, path), "utf8");
  place.write(path, serving.replace(/"examples": \{[^}]*\},\s*"madeFor": \[[^\]]*\],/u, ""));
  expect(readFileSync(join(place.folder, path), "utf8")).not.toBe(serving);
  expect(await place.run(["ask", "What is the motto?"])).toMatchObject({
    code: 5,
    stderr: expect.stringContaining("schoolbook use A1 --climb ladder"),
  });
  expect(await place.run(["use", "A1", "--climb", "ladder"])).toMatchObject({ code: 0 });
  expect(await place.run(["ask", "What is the motto?"])).toMatchObject({ code: 0 });
}, 60_000);

test("a climb whose name leads elsewhere is not read", async () => {
  using place = cliFolder({ "schoolbook.config.json": "{}" });
  for (const argv of [
    ["climb", "report", "../../p", "--to", "p.html"],
    ["use", "A1", "--climb", "../../p"],
  ])
    expect(await place.run(argv)).toMatchObject({ code: 2, stderr: expect.stringContaining("cannot be the name") });
});
