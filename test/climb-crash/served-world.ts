// What is climbed through a server: pages, questions on them, and a model that reads what lies before it, better with worked examples.
import { sha256 } from "../../src/core/hash.ts";
import type { ChatRequest } from "../../src/spec/chat.ts";

export const SERVED_MODEL = "served";

/** Calls at once, and so the most that a kill can cut off. */
export const MOST_AT_ONCE = 4;

/** Room for all pages in one prompt. */
export const CONTEXT_TOKENS = 32_000;

/** Files of a project; every fifth question asks for what no page says. */
export function servedProject(url: string, questions: number): Readonly<Record<string, string>> {
  const names = Array.from({ length: questions }, (_, at) => `p${String(at).padStart(3, "0")}x`);
  return {
    "schoolbook.config.json": JSON.stringify({
      embedder: false,
      models: {
        [SERVED_MODEL]: {
          reference: `openai-compatible:${url}#fake`,
          price: { input: 2, output: 8 },
          concurrency: MOST_AT_ONCE,
          contextTokens: CONTEXT_TOKENS,
        },
      },
      sources: { docs: { kind: "folder", path: "docs", access: [{ path: "**", allow: ["public"] }] } },
    }),
    "exam.jsonl": names.map((name, at) => `${JSON.stringify(questionOf(name, at))}\n`).join(""),
    ...Object.fromEntries(names.map((name, at) => [`docs/${name}.md`, pageOf(name, at)])),
  };
}

function isUnanswerable(at: number): boolean {
  return at % 5 === 4;
}

function questionOf(name: string, at: number) {
  const expected = isUnanswerable(at)
    ? { unanswerable: true }
    : { contains: [`${weightOf(at)} grams`], sources: [`docs:${name}.md`] };
  return { id: name, question: `What is the weight of product ${name}?`, principals: ["public"], expected };
}

function pageOf(name: string, at: number): string {
  const said = isUnanswerable(at)
    ? `Product ${name} is not sold any more.`
    : `The weight of product ${name} is ${weightOf(at)} grams.`;
  return `# Product ${name}\n\n${said}\n`;
}

function weightOf(at: number): number {
  return 100 + 7 * at;
}

/** The same for the same prompt. Of ten answers it gets one wrong, or three where no worked example is shown. */
export function replyTo({ prompt }: ChatRequest): string {
  const text = prompt.map(({ content }) => (typeof content === "string" ? content : "")).join("\n");
  const asked = [...text.matchAll(/weight of product (\w+)\?/gu)].at(-1)?.[1] ?? "";
  const found = new RegExp(`product ${asked} is (\\d+) grams`, "u").exec(text);
  if (found === null) return "I don't know.";
  const lot = Number.parseInt(sha256(asked).slice(0, 4), 16) % 10;
  const isWrong = lot < (text.includes("Examples:") ? 1 : 3);
  return `The weight of product ${asked} is ${isWrong ? "many" : (found[1] ?? "")} grams [1].`;
}
