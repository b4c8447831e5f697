// A project whose questions a model can answer from its pages and not by heart, climbed through a server: what tests of reports and of `use` share.
import { expect } from "vitest";

import { createFakeChatModel, createFakeModelServer } from "../../src/testing/index.ts";
import { type CliFolder, cliFolder } from "./run-cli.ts";

const QUESTIONS = 70;

type Served = { readonly price?: unknown; readonly contextTokens?: number };

/** Reads what the passages say of the product that it is asked about. */
function reply(prompt: string): string {
  const [, product = ""] = /weight of product (\w+)\?/u.exec(prompt) ?? [];
  const found = new RegExp(`product ${product} is (\\d+) grams`, "u").exec(prompt);
  return found === null ? "I don't know." : `The weight of product ${product} is ${found[1] ?? ""} grams [1].`;
}

export type ClimbedProject = AsyncDisposable & {
  readonly place: CliFolder;
  readonly model: string;
  readonly climb: (...flags: readonly string[]) => ReturnType<CliFolder["run"]>;
};

export async function climbableProject({
  questions: wanted = QUESTIONS,
  ...served
}: Served & { readonly questions?: number } = {}): Promise<ClimbedProject> {
  const server = await createFakeModelServer({
    chat: createFakeChatModel({
      can: { json: false },
      reply: ({ prompt }) =>
        reply(prompt.map(({ content }) => (typeof content === "string" ? content : "")).join("\n")),
    }),
  });
  const names = Array.from({ length: wanted }, (_, at) => `p${String(at).padStart(2, "0")}x`);
  const pages = names.map((name, at) => [`docs/${name}.md`, page(name, at)] as const);
  const questions = names.map((name, at) =>
    JSON.stringify({
      id: name,
      question: `What is the weight of product ${name}?`,
      principals: ["public"],
      expected: { contains: [`${weightOf(at)} grams`], sources: [`docs:${name}.md`] },
    }),
  );
  const reference = `openai-compatible:${server.origin}/v1#fake`;
  const place = cliFolder({
    "schoolbook.config.json": JSON.stringify({
      embedder: false,
      models: { served: { reference, ...served } },
      sources: { docs: { kind: "folder", path: "docs", access: [{ path: "**", allow: ["public"] }] } },
    }),
    "exam.jsonl": `${questions.join("\n")}\n`,
    ...Object.fromEntries(pages),
  });
  expect(await place.run(["library", "sync"])).toMatchObject({ code: 0 });
  return {
    place,
    model: reference,
    climb: async (...flags) => place.run(["climb", "exam.jsonl", "--model", "served", "--yes", ...flags]),
    [Symbol.asyncDispose]: async () => {
      place[Symbol.dispose]();
      await server[Symbol.asyncDispose]();
    },
  };
}

function page(name: string, at: number): string {
  return `# Product ${name}\n\nThe weight of product ${name} is ${weightOf(at)} grams.\n`;
}

function weightOf(at: number): number {
  return 100 + 7 * at;
}
