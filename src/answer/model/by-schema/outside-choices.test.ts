import { expect, test } from "vitest";

import { outsideChoices } from "./outside-choices.ts";

const INTENT = { enum: ["card_arrival", "lost_card", null] };
const SCHEMA = {
  type: "object",
  properties: { intent: INTENT, kind: { const: "ticket" }, tags: { type: "array", items: { enum: ["a", 3] } } },
};

test.each([
  ["a label of the list", INTENT, "lost_card"],
  ["null where it is one of the choices", INTENT, null],
  ["a field that gives no choice", SCHEMA, { note: "whatever" }],
  ["every field within its choices", SCHEMA, { intent: "card_arrival", kind: "ticket", tags: ["a", 3] }],
  ["one of several schemas", { anyOf: [INTENT, { type: "number" }] }, 7],
  ["a schema that says nothing", {}, "anything"],
])("%s is let through", (_, schema, value) => {
  expect(outsideChoices(value, schema)).toBeUndefined();
});

test.each([
  ["another label", INTENT, "refund", { pointer: "", said: "refund" }],
  ["the label in another case", INTENT, "Lost_card", { pointer: "", said: "Lost_card" }],
  ["a field's label", SCHEMA, { intent: "refund" }, { pointer: "/intent", said: "refund" }],
  ["a number as text", SCHEMA, { tags: ["a", "3"] }, { pointer: "/tags/1", said: "3" }],
  ["what is not the constant", SCHEMA, { kind: "order" }, { pointer: "/kind", said: "order", choices: ["ticket"] }],
  ["what is in neither list", { oneOf: [{ enum: ["a"] }, { enum: ["b"] }] }, "c", { choices: ["a", "b"] }],
  ["what only one part of several allows", { allOf: [{ enum: ["a", "b"] }, { enum: ["b"] }] }, "a", { choices: ["b"] }],
])("%s is found, with its place and the choices", (_, schema, value, found) => {
  expect(outsideChoices(value, schema)).toMatchObject(found);
});
