import { assert as checkProperty, constantFrom, jsonValue, property } from "fast-check";
import { expect, test } from "vitest";
import { z } from "zod";

import { ENGINES_FOLDER, LLAMA_INSTALLED, withLlama } from "../../../../test/llama-engine.ts";
import type { JsonSchema } from "../../../spec/chat.ts";
import { requireInstalled } from "../../installing/installed-engine.ts";
import { LLAMA_RECIPE } from "../recipe.ts";
import { openBinding } from "../worker/binding.ts";
import { callGrammar } from "./call-grammar.ts";
import { jsonGrammar } from "./json-grammar.ts";

type Compiled = { _testText(text: string): boolean };

const isCompiled = (value: unknown): value is Compiled =>
  typeof value === "object" && value !== null && "_testText" in value;

// why: node-llama-cpp draws random names when it is loaded, which tests may not do.
const binding = LLAMA_INSTALLED
  ? await openBinding(requireInstalled(LLAMA_RECIPE, ENGINES_FOLDER), { threads: 1, gpu: false })
  : undefined;

async function compile(grammar: string): Promise<Compiled> {
  const compiled = await binding?.llama.createGrammar({ grammar });
  if (!isCompiled(compiled)) throw new Error("a grammar cannot be tried out");
  return compiled;
}

/** Whether llama.cpp's own reader of grammars lets the text pass. */
async function fits(schema: JsonSchema, text: string): Promise<boolean> {
  return (await compile(jsonGrammar(schema).grammar))._testText(text);
}

function schemaOf(type: z.ZodType): JsonSchema {
  const { $schema: _address, ...schema } = z.toJSONSchema(type);
  return schema;
}

withLlama("grammars, read by llama.cpp", () => {
  test.each<[string, JsonSchema, readonly string[], readonly string[]]>([
    ["a string", { type: "string" }, ['"a"', '"é🙂\\n\\u0041"', '""'], ["a", '"', '"\n"', "1", '"a" ']],
    ["a short string", { type: "string", minLength: 2, maxLength: 3 }, ['"ab"', '"é🙂c"'], ['"a"', '"abcd"']],
    ["an integer", { type: "integer" }, ["0", "-7", "120"], ["1.5", "01", "--1", '"1"']],
    ["a grade", { type: "integer", minimum: 1, maximum: 5 }, ["1", "5"], ["0", "6", "-1", "1.0"]],
    ["a count", { type: "integer", minimum: 0 }, ["0", "99"], ["-1"]],
    ["a number", { type: "number" }, ["0", "-1.25", "3e8", "1.5E-3"], ["1.", ".5", "+1"]],
    ["a truth value", { type: "boolean" }, ["true", "false"], ["True", "0"]],
    ["null", { type: "null" }, ["null"], ["none"]],
    ["an enum", { enum: ["a", 'b"c', 3, null] }, ['"a"', '"b\\"c"', "3", "null"], ['"d"', "4"]],
    ["a constant", { const: { a: 1 } }, ['{"a":1}'], ['{"a":2}']],
    ["several types", { type: ["string", "null"] }, ['"x"', "null"], ["1"]],
    ["anything", {}, ['{"a":[1,{"b":null}]}', "[]", '"x"', "1"], ["{a:1}", "[1,]"]],
    [
      "a date",
      { type: "string", format: "date" },
      ['"2026-02-28"', '"2026-10-31"'],
      ['"2026-13-01"', '"26-01-01"', '"2026-04-31"'],
    ],
    [
      "an object",
      { type: "object", properties: { a: { type: "integer" }, b: { type: "string" } }, required: ["a", "b"] },
      ['{"a":1,"b":"x"}', '{ "a" : 1, "b" : "x" }', '{\n  "a": 1,\n  "b": "x"\n}'],
      ['{"b":"x","a":1}', '{"a":1}', '{"a":1,"b":"x","c":2}', '{"a":1 "b":"x"}'],
    ],
    [
      "an object with parts that may be left out",
      {
        type: "object",
        properties: { a: { type: "null" }, b: { type: "null" }, c: { type: "null" }, d: { type: "null" } },
        required: ["c"],
      },
      ['{"c":null}', '{"a":null,"c":null}', '{"b":null,"c":null,"d":null}', '{"a":null,"b":null,"c":null,"d":null}'],
      ["{}", '{"a":null}', '{,"c":null}', '{"c":null,}', '{"c":null,"a":null}'],
    ],
    [
      "an object whose parts may all be left out",
      { type: "object", properties: { a: { type: "null" }, b: { type: "null" } } },
      ["{}", "{ }", '{"a":null}', '{"b":null}', '{"a":null,"b":null}'],
      ['{"b":null,"a":null}', '{"a":null,}'],
    ],
    [
      "a map",
      { type: "object", additionalProperties: { type: "integer" } },
      ["{}", '{"x":1,"y":2}'],
      ['{"x":"1"}', '{"x":1,}'],
    ],
    ["an empty object", { type: "object", additionalProperties: false }, ["{}", "{ }"], ['{"a":1}']],
    ["a list", { type: "array", items: { type: "integer" } }, ["[]", "[1]", "[1, 2,3]"], ['["a"]', "[1,]", "[,1]"]],
    [
      "a list of two or three",
      { type: "array", items: { type: "null" }, minItems: 2, maxItems: 3 },
      ["[null,null]", "[null, null, null]"],
      ["[]", "[null]", "[null,null,null,null]"],
    ],
    [
      "a pair",
      { type: "array", prefixItems: [{ type: "string" }, { type: "integer" }], items: false },
      ['["a",1]'],
      ['["a"]', '["a",1,2]', '[1,"a"]'],
    ],
    [
      "a pair and more",
      { type: "array", prefixItems: [{ type: "string" }], items: { type: "integer" } },
      ['["a"]', '["a",1,2]'],
      ["[]", '["a","b"]'],
    ],
    ["one of two", { anyOf: [{ type: "string" }, { type: "integer" }] }, ['"a"', "1"], ["true"]],
    [
      "one of two, with parts in common",
      {
        type: "object",
        properties: { kind: { type: "string" } },
        required: ["kind"],
        oneOf: [
          { properties: { a: { type: "null" } }, required: ["a"] },
          { properties: { b: { type: "null" } }, required: ["b"] },
        ],
      },
      ['{"kind":"x","a":null}', '{"kind":"x","b":null}'],
      ['{"kind":"x"}', '{"a":null}'],
    ],
    [
      "all of two",
      {
        allOf: [
          { type: "object", properties: { a: { type: "null" } }, required: ["a"] },
          { properties: { b: { type: "null" } }, required: ["b"] },
        ],
      },
      ['{"a":null,"b":null}'],
      ['{"a":null}'],
    ],
    [
      "a tree",
      {
        $ref: "#/$defs/node",
        $defs: {
          node: {
            type: "object",
            properties: { name: { type: "string" }, next: { $ref: "#/$defs/node" } },
            required: ["name"],
          },
        },
      },
      ['{"name":"a"}', '{"name":"a","next":{"name":"b","next":{"name":"c"}}}'],
      ['{"name":"a","next":{}}'],
    ],
  ])("%s", async (_name, schema, right, wrong) => {
    for (const text of right) expect(await fits(schema, text), text).toBe(true);
    for (const text of wrong) expect(await fits(schema, text), text).toBe(false);
  });

  test("what Zod makes of a type is followed", async () => {
    const type = z.strictObject({
      answer: z.string(),
      score: z.number().int().min(0).max(10),
      tags: z.array(z.enum(["a", "b"])).max(2),
      note: z.string().nullable(),
      more: z.optional(z.union([z.literal("x"), z.strictObject({ deep: z.boolean() })])),
    });
    const right = { answer: "yes", score: 10, tags: ["a", "b"], note: null, more: { deep: true } };
    expect(type.parse(right)).toEqual(right);
    expect(jsonGrammar(schemaOf(type)).unheld).toEqual([]);
    expect(await fits(schemaOf(type), JSON.stringify(right))).toBe(true);
    expect(await fits(schemaOf(type), JSON.stringify({ ...right, score: 11 }))).toBe(false);
    expect(await fits(schemaOf(type), JSON.stringify({ ...right, tags: ["c"] }))).toBe(false);
  });

  test("any JSON value passes, however it is written", async () => {
    const compiled = await compile(jsonGrammar({}).grammar);
    checkProperty(
      property(jsonValue({ maxDepth: 3 }), constantFrom(0, 1, 2), (value, indent) => {
        const text = JSON.stringify(value, undefined, indent);
        // why: numbers of more than fifteen digits are left to nobody.
        if (/\d{16}|e[+-]\d{3}/iu.test(text) || text.includes("\u007F")) return;
        expect(compiled._testText(text), text).toBe(true);
      }),
      { numRuns: 300, seed: 7 },
    );
  });

  test("a call follows the marks of the template and the tool's schema", async () => {
    const tool = (name: string, type: string) => ({
      name,
      description: "",
      inputSchema: { type: "object", properties: { a: { type } }, required: ["a"] },
    });
    const format = {
      open: "<tool_call>",
      close: "</tool_call>",
      nameKey: "name",
      inputKey: "arguments",
      isList: false,
    };
    const { grammar } = callGrammar([tool("first", "string"), tool("second", "integer")], format);
    const compiled = await compile(grammar);
    const right = '<tool_call>\n{"name": "second", "arguments": {"a": 1}}\n</tool_call>';
    expect(compiled._testText(right)).toBe(true);
    expect(compiled._testText(right.replace("1", '"x"'))).toBe(false);
    expect(compiled._testText(right.replace("second", "third"))).toBe(false);
    const bare = await compile(
      callGrammar([tool("first", "string")], { ...format, open: "[CALLS]", close: "", isList: true }).grammar,
    );
    expect(bare._testText('[CALLS] [{"name":"first","arguments":{"a":"x"}}]')).toBe(true);
  });

  test("names that a grammar would trip over are only text in it", async () => {
    const names = ['quo"te', "back\\slash", "new\nline", "sp ace", "-dash", "é🙂", "part-0", "value"];
    const schema = {
      type: "object",
      properties: Object.fromEntries(names.map((name) => [name, { type: "integer" }])),
      required: names,
    };
    expect(await fits(schema, JSON.stringify(Object.fromEntries(names.map((name) => [name, 1]))))).toBe(true);
  });
});

test.each<[string, JsonSchema, readonly string[]]>([
  ["a pattern", { type: "string", pattern: "^a" }, ["json.pattern"]],
  ["bounds of broken numbers", { type: "number", minimum: 2, maximum: 9 }, ["json.minimum", "json.maximum"]],
  [
    "parts within parts",
    { type: "object", properties: { list: { type: "array", items: { type: "string", pattern: "x" } } } },
    ["json.list[].pattern"],
  ],
  ["unique items", { type: "array", uniqueItems: true }, ["json.uniqueItems"]],
  ["nothing, where all is held", { type: "integer", minimum: 1, description: "x", default: 1, format: "int32" }, []],
])("what a grammar cannot hold is named: %s", (_name, schema, unheld) => {
  expect(jsonGrammar(schema).unheld).toEqual(unheld);
});

test.each<[string, JsonSchema, string]>([
  ["an unknown type", { type: "text" }, 'json: it has the type "text"'],
  ["a reference outside", { $ref: "https://example.org/a.json" }, "json: it refers to https://example.org/a.json"],
  ["a reference to nothing", { $ref: "#/$defs/x" }, "json: it refers to #/$defs/x, which is not there"],
  ["no choice", { enum: [] }, "json: it allows no value"],
  ["a part that nothing fits", { type: "object", properties: { a: false } }, "json.a: no value fits it"],
])("a schema that cannot be followed is refused with its place: %s", (_name, schema, reason) => {
  expect(() => jsonGrammar(schema)).toThrow(reason);
});
