// Rows in from every format and out again: nothing is lost without a line that says so.
import { expect, test } from "vitest";

import type { TrainExample } from "../../spec/training.ts";
import { EXPORT_FORMATS, exportExamples } from "./export/export-examples.ts";
import { type ExampleImport, importExamples } from "./import/import-examples.ts";
import { leftOutText } from "./import/imported.ts";

const read = (name: string, text: string, options: Partial<ExampleImport> = {}) =>
  importExamples({ name, text }, { acl: ["public"], ...options });
const lines = (...rows: readonly object[]): string => rows.map((row) => `${JSON.stringify(row)}\n`).join("");
const said = (text: string, name = "rows.jsonl") => read(name, text).leftOut.map(leftOutText);

const CHAT = {
  messages: [
    { role: "developer", content: "Be brief." },
    { role: "user", content: [{ type: "text", text: "How long?" }] },
    { role: "assistant", content: "Wrong.", weight: 0 },
    { role: "user", content: "Again." },
    {
      role: "assistant",
      content: null,
      tool_calls: [{ id: "c1", type: "function", function: { name: "look", arguments: '{"of":"lamp"}' } }],
    },
    { role: "tool", tool_call_id: "c1", content: "two years" },
    { role: "assistant", content: "Two years." },
  ],
  tools: [{ type: "function", function: { name: "look", description: "Looks up", parameters: { type: "object" } } }],
  parallel_tool_calls: true,
};

test("OpenAI's rows keep weights, tools, calls and results", () => {
  const { examples, leftOut, format } = read("chat.jsonl", lines(CHAT));
  expect(format).toBe("chat");
  expect(leftOut).toEqual([]);
  expect(examples).toEqual([
    {
      messages: [
        { role: "system", content: "Be brief." },
        { role: "user", content: "How long?" },
        { role: "assistant", content: "Wrong.", weight: 0 },
        { role: "user", content: "Again." },
        { role: "assistant", content: [{ kind: "tool-call", id: "c1", name: "look", input: { of: "lamp" } }] },
        { role: "tool", content: [{ kind: "tool-result", id: "c1", output: "two years" }] },
        { role: "assistant", content: "Two years." },
      ],
      tools: [{ name: "look", description: "Looks up", inputSchema: { type: "object" } }],
      weight: 1,
      acl: ["public"],
      origin: { file: "chat.jsonl", line: 1 },
    },
  ]);
});

test("what an example has no place for is named with its line, and the row stays", () => {
  const row = {
    ...CHAT,
    metadata: { by: "ann" },
    messages: [...CHAT.messages, { role: "assistant", content: "Yes.", name: "bot" }],
  };
  expect(said(`\n${lines(row)}`)).toEqual([
    "rows.jsonl line 2: messages[7].name: the field has no place in a message",
    "rows.jsonl line 2: metadata: the field has no place in an example",
  ]);
});

test.each([
  ["no JSON", "{", "it is not valid JSON"],
  ["no object", "7\n", "it is no object"],
  ["no messages", lines({ messages: [] }), "there is no list of messages"],
  ["an unknown role", lines({ messages: [{ role: "narrator", content: "x" }] }), 'there is no role "narrator"'],
  ["nothing learnt", lines({ messages: [{ role: "user", content: "x" }] }), "no message of the assistant is learnt"],
  [
    "an empty answer",
    lines({
      messages: [
        { role: "user", content: "x" },
        { role: "assistant", content: " " },
      ],
    }),
    "messages[1] is learnt and empty",
  ],
  [
    "a picture",
    lines({ messages: [{ role: "user", content: [{ type: "image_url", image_url: {} }] }] }),
    'parts of type "image_url" cannot be learnt from',
  ],
  [
    "a call without JSON",
    lines({ messages: [{ role: "assistant", tool_calls: [{ function: { name: "f", arguments: "{" } }] }] }),
    "a call needs the name of a function and arguments in JSON",
  ],
  ["a wrong acl", lines({ prompt: "a", completion: "b", acl: ["everybody!"] }), "no list of principals"],
  ["a negative weight", lines({ prompt: "a", completion: "b", weight: -1 }), "no number from 0"],
])("a row with %s is left out, and it is said why", (_, text, reason) => {
  const { examples, leftOut } = read("rows.jsonl", text, { format: text.includes("prompt") ? "pairs" : "chat" });
  expect(examples).toEqual([]);
  expect(leftOut.map((one) => leftOutText(one)).join("\n")).toContain(reason);
  expect(leftOut.every(({ row }) => row)).toBe(true);
});

test("one broken element of a JSON list costs that element, and lines are counted on", () => {
  const text =
    '[\n  {"instruction": "Say [a], {b}", "output": "c"},\n  {"instruction": },\n\n  {"instruction": "Add", "input": "1, 2", "output": "3"}\n]\n';
  const { examples, lines: at, leftOut, format } = read("list.json", text);
  expect(format).toBe("alpaca");
  expect(examples.map(({ messages }) => messages.map(({ content }) => content))).toEqual([
    ["Say [a], {b}", "c"],
    ["Add\n\n1, 2", "3"],
  ]);
  expect(at).toEqual([2, 5]);
  expect(leftOut).toMatchObject([{ line: 3, row: true }]);
});

test("one object over several lines is a row, and a list under one of the usual names is a list of rows", () => {
  const one = JSON.stringify({ prompt: "a", completion: "b" }, undefined, 2);
  expect(read("one.json", one)).toMatchObject({ examples: [{}], lines: [1], leftOut: [] });
  const wrapped = read("many.json", `{\n"data": [\n${one},\n${one}\n]\n}\n`);
  expect(wrapped).toMatchObject({ examples: [{}, {}], lines: [3, 7], leftOut: [] });
  expect(read("empty.jsonl", "")).toMatchObject({ examples: [], leftOut: [] });
});

test("prompt and completion, as texts and as TRL's messages: what the prompt holds is read only", () => {
  const prompt = [
    { role: "user", content: "a" },
    { role: "assistant", content: "b" },
    { role: "user", content: "c" },
  ];
  const { examples, notes } = read(
    "p.jsonl",
    lines({ prompt: "One?", completion: " 1" }, { prompt, completion: [{ role: "assistant", content: "d" }] }),
  );
  expect(examples[1]?.messages).toEqual([
    { role: "user", content: "a" },
    { role: "assistant", content: "b", weight: 0 },
    { role: "user", content: "c" },
    { role: "assistant", content: "d" },
  ]);
  expect(notes).toEqual([expect.stringContaining("begin with a blank")]);
});

test("ShareGPT's turns, with calls, results and system messages", () => {
  const { examples } = read(
    "s.json",
    JSON.stringify([
      {
        system: "Be kind.",
        tools: '[{"name":"look","description":"","parameters":{"type":"object"}}]',
        conversations: [
          { from: "human", value: "How long?" },
          { from: "function_call", value: '{"name":"look","arguments":{"of":"lamp"}}' },
          { from: "observation", value: "two" },
          { from: "gpt", value: "Two years." },
        ],
      },
    ]),
  );
  expect(examples[0]?.messages.map(({ role }) => role)).toEqual(["system", "user", "assistant", "tool", "assistant"]);
  expect(examples[0]?.messages[2]?.content).toEqual([
    { kind: "tool-call", id: "call-2", name: "look", input: { of: "lamp" } },
  ]);
  expect(examples[0]?.messages[3]?.content).toEqual([{ kind: "tool-result", id: "call-2", output: "two" }]);
});

test("of a log only answers that were rated up become rows, with the documents that they cite; others are listed", () => {
  const answer = { text: "Two years.", citations: [{ documentId: "docs:a.md" }, { documentId: "docs:a.md" }] };
  const { examples, leftOut } = read(
    "log.jsonl",
    lines(
      { question: "How long?", answer, rating: "up", acl: ["group:support"] },
      { question: "Who?", answer: "Nobody", rating: "down" },
      { question: "Why?", answer: "So", rating: null, model: "m" },
      { messages: [{ role: "user", content: "Hm?" }], answer: "Yes.", feedback: { score: 1 } },
      { question: "What?", answer: "That", rating: "maybe" },
    ),
  );
  expect(examples).toMatchObject([
    { acl: ["group:support"], sources: ["docs:a.md"], tags: ["rated-up"] },
    { messages: [{ content: "Hm?" }, { content: "Yes." }], acl: ["public"] },
  ]);
  expect(leftOut.map(leftOutText)).toEqual([
    'log.jsonl line 2: it is rated "down"; the row is left out',
    "log.jsonl line 3: nobody has rated it; the row is left out",
    "log.jsonl line 5: nobody has rated it; the row is left out",
  ]);
});

test("a table's columns are guessed and said; what fits nowhere is listed", () => {
  const { examples, leftOut, notes } = read("t.csv", 'text,category,note\n"Where, please?",card_arrival,x\n"",lost,\n');
  expect(examples.map(({ messages }) => messages[1]?.content)).toEqual(["card_arrival"]);
  expect(notes).toEqual([
    'the column "text" is taken as the prompt',
    'the column "category" is taken as the completion',
  ]);
  expect(leftOut.map(leftOutText)).toEqual([
    "t.csv line 2: note: the field has no place in an example",
    "t.csv line 3: it has no question; the row is left out",
  ]);
  expect(read("u.csv", "one,two\na,b\n").leftOut).toMatchObject([{ line: 1, row: true }]);
});

const EXAMPLES: readonly TrainExample[] = [
  {
    messages: [
      { role: "system", content: "Be brief." },
      { role: "user", content: 'A "quoted", line\nand another' },
      { role: "assistant", content: " begins with a blank" },
    ],
    weight: 0.5,
    acl: ["group:a", "user:b"],
    sources: ["docs:a.md"],
    tags: ["x", "y"],
    origin: { file: "first.csv", line: 7 },
  },
  ...read("chat.jsonl", lines(CHAT)).examples.map((example) => ({ ...example, acl: [] })),
];

test.each(["schoolbook", "table"] as const)("what is written as %s is read as the very same examples", (format) => {
  const { text, losses } = exportExamples(EXAMPLES, format);
  expect(losses).toEqual([]);
  const back = read(format === "table" ? "x.csv" : "x.jsonl", text);
  expect(back.leftOut).toEqual([]);
  expect(back.examples).toEqual(EXAMPLES);
});

test.each(["chat", "pairs", "alpaca", "sharegpt"] as const)(
  "written as %s the messages come back, and losses are named",
  (format) => {
    const { text, losses, rows } = exportExamples(EXAMPLES, format);
    const back = read("x.jsonl", text);
    expect(back.format).toBe(format);
    expect(back.examples).toHaveLength(rows);
    expect(losses.filter(({ row, left }) => row === 0 && !left).map(({ what }) => what)).toEqual([
      "its access list",
      "its weight of 0.5",
      "its sources",
      "its tags",
    ]);
    expect(back.examples[0]?.messages).toEqual(EXAMPLES[0]?.messages);
    const isWhole = format === "chat" || format === "sharegpt";
    expect(losses.some(({ row, left }) => row === 1 && left)).toBe(!isWhole);
    if (format === "chat") expect(back.examples[1]?.messages).toEqual(EXAMPLES[1]?.messages);
  },
);

test("every format has a name, and an unknown one is refused with the fields that were seen", () => {
  expect(EXPORT_FORMATS).toContain("schoolbook");
  expect(() => read("x.jsonl", lines({ foo: 1 }))).toThrow("cannot be told");
});
