import { array, assert as checkProperty, constantFrom, nat, property } from "fast-check";
import { expect, test } from "vitest";

import type { OutputPart, ToolFormat } from "../messages.ts";
import { createOutputReader, type OutputOptions } from "./output-reader.ts";

const HERMES: ToolFormat = {
  open: "<tool_call>",
  close: "</tool_call>",
  nameKey: "name",
  inputKey: "arguments",
  isList: false,
};
const BARE: ToolFormat = { ...HERMES, open: "", close: "", inputKey: "parameters" };
const LIST: ToolFormat = { ...HERMES, open: "[TOOL_CALLS]", close: "", isList: true };

const PLAIN: OutputOptions = {
  stop: [],
  readsThoughts: false,
  startsInThought: false,
  toolFormat: undefined,
  toolNames: new Set(),
};
const WITH_TOOLS: OutputOptions = { ...PLAIN, toolFormat: HERMES, toolNames: new Set(["find", "add"]) };
const THINKING: OutputOptions = { ...PLAIN, readsThoughts: true };

/** What comes out when the text comes in these pieces; neighbours of a kind are joined. */
function readAll(pieces: readonly string[], options: OutputOptions) {
  const reader = createOutputReader(options);
  const parts = [...pieces.flatMap((piece) => reader.feed(piece)), ...reader.end()];
  const joined: OutputPart[] = [];
  for (const part of parts) {
    const last = joined.at(-1);
    if (part.kind !== "call" && last?.kind === part.kind)
      joined[joined.length - 1] = { ...part, text: last.text + part.text };
    else joined.push(part);
  }
  return { parts: joined, isStopped: reader.isStopped(), calls: reader.calls() };
}

const text = (value: string): OutputPart => ({ kind: "text", text: value });
const thought = (value: string): OutputPart => ({ kind: "reasoning", text: value });
const call = (name: string, input: unknown): OutputPart => ({ kind: "call", name, input });

test.each<[string, string, OutputOptions, readonly OutputPart[]]>([
  ["plain text", " It rains.\n", PLAIN, [text(" It rains.\n")]],
  ["marks that nobody reads", "<think>a</think><tool_call>", PLAIN, [text("<think>a</think><tool_call>")]],
  ["text before a stop text", "one STOP two", { ...PLAIN, stop: ["STOP"] }, [text("one ")]],
  ["the first of several stop texts", "a B c D", { ...PLAIN, stop: ["D", "B"] }, [text("a ")]],
  ["the beginning of a stop text only", "one STO", { ...PLAIN, stop: ["STOP"] }, [text("one STO")]],
  ["a thought and text", "<think>\nhm\n</think>\n\nYes.", THINKING, [thought("\nhm\n"), text("Yes.")]],
  ["a thought that does not end", "<think>hm", THINKING, [thought("hm")]],
  [
    "a thought that the prompt began",
    "hm</think> Yes.",
    { ...THINKING, startsInThought: true },
    [thought("hm"), text("Yes.")],
  ],
  [
    "a stop text within a thought",
    "<think>a STOP</think>b",
    { ...THINKING, stop: ["STOP"] },
    [thought("a STOP"), text("b")],
  ],
  [
    "a call",
    '<tool_call>\n{"name": "find", "arguments": {"a": 1}}\n</tool_call>',
    WITH_TOOLS,
    [call("find", { a: 1 })],
  ],
  [
    "text and two calls",
    'Let me see. <tool_call>{"name":"find","arguments":{}}</tool_call>\n<tool_call>{"name":"add","arguments":[2]}</tool_call>',
    WITH_TOOLS,
    [text("Let me see. "), call("find", {}), call("add", [2])],
  ],
  [
    "a call that is cut off",
    '<tool_call>{"name":"find","arguments":{"a"',
    WITH_TOOLS,
    [
      {
        kind: "call",
        name: "find",
        input: '{"name":"find","arguments":{"a"',
        invalid: "The model wrote arguments that are no JSON.",
      },
    ],
  ],
  [
    "a call of a tool that is not there",
    '<tool_call>{"name":"delete","arguments":{}}</tool_call>',
    WITH_TOOLS,
    [text('<tool_call>{"name":"delete","arguments":{}}')],
  ],
  [
    "a bare call",
    '\n{"name": "find", "parameters": {"a": 1}}',
    { ...WITH_TOOLS, toolFormat: BARE },
    [call("find", { a: 1 })],
  ],
  ["bare JSON that is no call", '{"a": 1}', { ...WITH_TOOLS, toolFormat: BARE }, [text('{"a": 1}')]],
  [
    "a list of calls",
    '[TOOL_CALLS] [{"name":"find","arguments":{}},{"name":"add","arguments":{"b":2}}]',
    { ...WITH_TOOLS, toolFormat: LIST },
    [call("find", {}), call("add", { b: 2 })],
  ],
])("%s", (_name, written, options, parts) => {
  expect(readAll([written], options).parts).toEqual(parts);
  expect(readAll(Array.from(written), options).parts).toEqual(parts);
});

test("a text comes out the same in whatever pieces it came in", () => {
  const pieces = array(
    constantFrom("<think>", "</think>", "<tool_call>", "</tool_call>", "STOP", "ST", "<", "a ", "{}", "\n"),
  );
  const options = { ...WITH_TOOLS, readsThoughts: true, stop: ["STOP", "<<"] };
  checkProperty(
    property(pieces, array(nat(60)), (parts, cuts) => {
      const whole = parts.join("");
      const places = [0, ...cuts.filter((cut) => cut < whole.length).toSorted((a, b) => a - b), whole.length];
      const cut = places.slice(1).map((end, index) => whole.slice(places[index], end));
      expect(readAll(cut, options)).toEqual(readAll([whole], options));
    }),
    { seed: 3, numRuns: 500 },
  );
});

test("nothing is held back that can no longer become a mark", () => {
  const reader = createOutputReader({ ...PLAIN, stop: ["STOP"] });
  expect(reader.feed("one S")).toEqual([text("one ")]);
  expect(reader.feed("T")).toEqual([]);
  expect(reader.feed("ART")).toEqual([text("START")]);
});

test("what comes after a stop text is not read", () => {
  const reader = createOutputReader({ ...PLAIN, stop: ["."] });
  reader.feed("One. Two");
  expect(reader.isStopped()).toBe(true);
  expect(reader.feed("Three")).toEqual([]);
  expect(reader.end()).toEqual([]);
});
