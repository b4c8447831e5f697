// Who sees a thumb for what an adapter said: whoever is cleared for all that it was trained on, as that is today.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, beforeEach, expect, test } from "vitest";

import { shelveAdapter } from "../../school/adapters/adapter-shelf.ts";
import { buildAnswer, buildDocument, createFakeRuntime } from "../../testing/index.ts";
import { givenAnswer } from "./last-answer.ts";
import { type FeedbackProject, giveThumb, projectFeedback } from "./project-feedback.ts";

let folder: string;
let closed: Set<string>;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "schoolbook-thumbs-"));
  closed = new Set();
  shelveAdapter(join(folder, "adapters", "mem"), {
    version: 1,
    name: "mem",
    base: "base",
    baseHash: "b",
    templateHash: "t",
    dataHash: "d",
    weightsHash: "w",
    acls: [["group:hr"]],
    sources: ["docs:pay.md"],
    trainer: "builtin",
    settings: {},
    examples: 1,
    checks: { losses: [1] },
    madeAt: "2026-11-26T00:00:00.000Z",
    madeBy: "0.1.0",
  });
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

function project(): FeedbackProject {
  return {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- why: nothing else of the settings is looked at.
    settings: { libraryPath: join(folder, "library.sqlite") } as FeedbackProject["settings"],
    principalsOf: (as) => [...as, "public"],
    document: async (id) => Promise.resolve(closed.has(id) ? undefined : buildDocument(id, "Pay.")),
  };
}

const runtime = createFakeRuntime();

function thumbFor(adapter: string | undefined, as: readonly string[]): void {
  const answer = { ...buildAnswer("The code word is ZEBRA-99."), ...(adapter && { adapter }) };
  const given = givenAnswer(project(), { question: "Which word?", as, answer }, runtime);
  giveThumb(project(), given, { thumb: "up", runtime });
}

const seen = async (as: readonly string[]) => (await projectFeedback(project(), { as })).items.length;

test("what an adapter was trained on is recorded with its answer and decides who sees the thumb", async () => {
  thumbFor("mem", ["public"]);
  expect(await seen(["public"])).toBe(0);
  expect(await seen(["group:hr"])).toBe(1);
  const [item] = (await projectFeedback(project(), { as: ["group:hr"] })).items;
  expect(item?.thumb.given.adapter).toEqual({ name: "mem", acls: [["group:hr"]], sources: ["docs:pay.md"] });
});

test("a document of its training that was closed since closes the thumb too", async () => {
  thumbFor("mem", ["group:hr"]);
  closed.add("docs:pay.md");
  expect(await projectFeedback(project(), { as: ["group:hr"] })).toMatchObject({ items: [], withheld: 1 });
});

test("an answer of an adapter that is gone by then is nobody's", async () => {
  thumbFor("other", ["group:hr"]);
  expect(await seen(["group:hr"])).toBe(0);
  thumbFor(undefined, ["group:hr"]);
  expect(await seen(["group:hr"])).toBe(1);
});
