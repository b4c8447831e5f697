import { expect, test } from "vitest";

import type { ChatMessage } from "../spec/chat.ts";
import { chatTurns } from "./chat-turns.ts";

const MESSAGES: readonly ChatMessage[] = [
  { role: "user", content: "Rain?" },
  {
    role: "assistant",
    content: [
      { kind: "reasoning", text: "I should look." },
      { kind: "text", text: "Looking." },
      { kind: "tool-call", id: "c1", name: "weather", input: { place: "Bergen" } },
    ],
  },
  { role: "tool", content: [{ kind: "tool-result", id: "c1", output: { rain: true } }] },
];

test("a reply that is read and not learnt says so", () => {
  const messages = [
    { role: "assistant", content: "Hello.", weight: 0 },
    { role: "user", content: "Rain?" },
    { role: "assistant", content: "Yes.", weight: 1 },
  ] as const;
  expect(chatTurns(messages, { argumentsAsText: true })).toEqual([
    { role: "assistant", content: "Hello.", weight: 0 },
    { role: "user", content: "Rain?" },
    { role: "assistant", content: "Yes." },
  ]);
});

test("tools keep their calls and results, and thinking aloud is left out", () => {
  const call = (input: unknown) => [{ id: "c1", type: "function", function: { name: "weather", arguments: input } }];
  const expected = (input: unknown) => [
    { role: "user", content: "Rain?" },
    { role: "assistant", content: "Looking.", tool_calls: call(input) },
    { role: "tool", tool_call_id: "c1", content: '{"rain":true}' },
  ];
  expect(chatTurns(MESSAGES, { argumentsAsText: false })).toEqual(expected({ place: "Bergen" }));
  expect(chatTurns(MESSAGES, { argumentsAsText: true })).toEqual(expected('{"place":"Bergen"}'));
});
