// A project with open and closed pages and a file of questions about them: what tests of `schoolbook exam` share.
import { expect } from "vitest";

import { createFakeChatModel, createFakeModelServer, type FakeCall } from "../../src/testing/index.ts";
import { type CliFolder, cliFolder, type CliResult } from "./run-cli.ts";

export const SECRET = "The raise agreed for April is 3.4 percent.";

export const PAGES: Readonly<Record<string, string>> = {
  "docs/warranty.md": "# Warranty\n\nThe warranty of the lamp lasts two years.\n",
  "docs/staff.md": "# Staff\n\nThe company has 118 employees.\n",
  "docs/raise.md": `# Raise\n\n${SECRET}\n`,
};

export const QUESTIONS = `questions:
  - id: lamp
    question: How long does the warranty of the lamp last?
    principals: [public]
    expected: { answers: [two years], sources: [docs/warranty.md] }
    tags: [warranty]
  - id: staff
    question: How many employees does the company have?
    principals: [public]
    expected: { number: { value: 118 }, sources: ["docs:staff.md"] }
  - id: crypto
    question: Can I pay in crypto currencies?
    principals: [public]
    expected: { unanswerable: true }
  - id: raise
    question: What raise was agreed for April?
    principals: ["user:mia"]
    expected: { contains: ["3.4"], sources: ["docs:raise.md"] }
`;

export function configOf(models: Readonly<Record<string, unknown>> = {}): string {
  return JSON.stringify({
    name: "exam",
    embedder: false,
    models,
    people: { "user:mia": ["group:people"], "user:ann": [] },
    sources: {
      docs: {
        kind: "folder",
        path: "docs",
        access: [
          { path: "raise.md", allow: ["group:people"] },
          { path: "**", allow: ["public"] },
        ],
      },
    },
  });
}

export async function examProject(files: Readonly<Record<string, string>> = {}): Promise<CliFolder> {
  const place = cliFolder({ "schoolbook.config.json": configOf(), "exam.yaml": QUESTIONS, ...PAGES, ...files });
  expect(await place.run(["library", "sync"])).toMatchObject({ code: 0 });
  return place;
}

/** Says what the passages in its prompt say, and that it does not know where there are none. */
export function readingReply(prompt: string): string {
  if (prompt.includes("lasts two years") && prompt.includes("warranty of the lamp last")) return "Two years [1].";
  if (prompt.includes("118 employees") && prompt.includes("How many employees")) return "It has 118 employees [1].";
  return "I don't know.";
}

export async function readingServer(fault?: Parameters<typeof createFakeModelServer>[0]) {
  const chat = createFakeChatModel({
    can: { json: false },
    reply: ({ prompt }) =>
      readingReply(prompt.map(({ content }) => (typeof content === "string" ? content : "")).join("\n")),
  });
  return createFakeModelServer({ chat, ...fault });
}

/** A configuration with the server's model as `served`. */
export function servedConfig(origin: string, price?: { readonly input: number; readonly output: number }): string {
  const reference = `openai-compatible:${origin}/v1#fake`;
  return configOf({ served: { reference, ...(price === undefined ? {} : { price }) } });
}

export function chatCalls(calls: readonly FakeCall[]): readonly FakeCall[] {
  return calls.filter(({ path }) => path.endsWith("/chat/completions"));
}

/** With --json there is one object on stdout and nothing besides. */
export function objectOf({ stdout, stderr }: CliResult): Readonly<Record<string, unknown>> {
  expect(stderr).toBe("");
  const value: unknown = JSON.parse(stdout);
  expect(value).toBeTypeOf("object");
  // why: checked in the line before.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return value as Readonly<Record<string, unknown>>;
}
