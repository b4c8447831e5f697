import { expect, test } from "vitest";

import { templateMessages, templateTools } from "./template-messages.ts";

test("plain messages stay as they are", () => {
  const prompt = [
    { role: "system", content: "Be brief." },
    { role: "user", content: "Hello." },
  ] as const;
  expect(templateMessages(prompt)).toEqual(prompt);
});

test("parts of a message become what templates read", () => {
  expect(
    templateMessages([
      {
        role: "user",
        content: [
          { kind: "text", text: "Two parts," },
          { kind: "text", text: " one message." },
        ],
      },
      {
        role: "assistant",
        content: [
          { kind: "reasoning", text: "Hm." },
          { kind: "text", text: "Let me see." },
          { kind: "tool-call", id: "a", name: "find", input: { city: "Bergen" } },
          { kind: "tool-call", id: "b", name: "find", input: { city: "Oslo" } },
        ],
      },
      {
        role: "tool",
        content: [
          { kind: "tool-result", id: "a", name: "find", output: { rain: true } },
          { kind: "tool-result", id: "b", output: "no rain" },
          { kind: "tool-result", id: "c", output: undefined },
        ],
      },
    ]),
  ).toEqual([
    { role: "user", content: "Two parts, one message." },
    {
      role: "assistant",
      content: "Let me see.",
      reasoning_content: "Hm.",
      tool_calls: [
        { id: "a", type: "function", function: { name: "find", arguments: { city: "Bergen" } } },
        { id: "b", type: "function", function: { name: "find", arguments: { city: "Oslo" } } },
      ],
    },
    { role: "tool", content: '{"rain":true}', tool_call_id: "a", name: "find" },
    { role: "tool", content: "no rain", tool_call_id: "b" },
    { role: "tool", content: "", tool_call_id: "c" },
  ]);
});

test("tools are shown in the form that templates print", () => {
  expect(templateTools([{ name: "find", description: "Finds.", inputSchema: { type: "object" } }])).toEqual([
    { type: "function", function: { name: "find", description: "Finds.", parameters: { type: "object" } } },
  ]);
});
