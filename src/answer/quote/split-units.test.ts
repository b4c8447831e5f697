import { assert, constantFrom, property, string } from "fast-check";
import { expect, test } from "vitest";

import type { TextFormat } from "../../spec/document.ts";
import { splitUnits, type QuoteUnit } from "./split-units.ts";

const units = (text: string, format: TextFormat = "markdown", prefix = ""): readonly QuoteUnit[] =>
  splitUnits({ text, format, prefix, heading: "Manual" });

test("headings are leads, not quotes", () => {
  expect(units("## Reset\n\nHold the button.\n\nLamp\n----\n\nIt blinks.")).toMatchObject([
    { kind: "sentence", shown: "Hold the button.", lead: "Reset" },
    { kind: "sentence", shown: "It blinks.", lead: "Lamp" },
  ]);
  expect(units("Hold it.")[0]?.lead).toBe("Manual");
});

test("a question leads to what answers it, over a blank line too", () => {
  expect(units("**How do I reset it?**\n\nHold the button.\n\nOther matter.")).toMatchObject([
    { shown: "Hold the button.", lead: "Manual How do I reset it?" },
    { shown: "Other matter.", lead: "Manual" },
  ]);
});

test("a lead-in takes its list along and leads each item", () => {
  const text = "To reset it:\n\n1. Hold the button.\n2. Wait.\n\nThen go on.";
  const [list, first, second, last] = units(text);
  expect(list).toMatchObject({ kind: "list", shown: "To reset it:\n1. Hold the button.\n2. Wait." });
  expect(text.slice(list?.start, list?.end)).toBe("To reset it:\n\n1. Hold the button.\n2. Wait.");
  expect(first).toMatchObject({ shown: "Hold the button.", lead: "Manual To reset it:" });
  expect([second?.shown, last?.shown, last?.lead]).toEqual(["Wait.", "Then go on.", "Manual"]);
});

test("steps straight below a heading are one quote, and so is what a list brings to its end", () => {
  const steps = units("## Start\n\n1. Fill it\n   with water.\n2. Pull.\n\nThen wait.");
  expect(steps.map(({ kind }) => kind)).toEqual(["list", "sentence", "sentence", "sentence"]);
  expect(steps[0]).toMatchObject({ shown: "1. Fill it with water.\n2. Pull.", lead: "Start" });
  const needs = units("An apprentice must have\n\n- patience,\n- a licence.")[0];
  expect(needs).toMatchObject({ kind: "list", shown: "An apprentice must have\n- patience,\n- a licence." });
});

test("what stands in bold leads the rest of its paragraph", () => {
  const [bold, next, other] = units("**E42 Sensor wet.** Dry it.\n\nElse nothing.");
  expect([bold?.shown, next?.lead, other?.lead]).toEqual(["E42 Sensor wet.", "Manual E42 Sensor wet.", "Manual"]);
});

test("a yes stays with what follows it, and sentences of one paragraph know that they are", () => {
  const [yes, more, other] = units("Yes. By any card. We do.\n\nAnd cash.");
  expect([yes?.shown, more?.shown]).toEqual(["Yes. By any card.", "We do."]);
  expect([yes?.block === more?.block, more?.block === other?.block]).toEqual([true, false]);
});

test("rows are said with their columns", () => {
  const text = "| Model | Price |\n|---|---|\n| X200 | 40 |\n| X300 | |";
  const [first, second] = units(text);
  expect(first).toMatchObject({ kind: "row", shown: "Model: X200; Price: 40" });
  expect(text.slice(first?.start, first?.end)).toBe("| X200 | 40 |");
  expect(second?.shown).toBe("Model: X300");
});

test("rows of a split table use the repeated header", () => {
  expect(units("| X300 | 55 |", "markdown", "| Model | Price |\n|---|---|\n")[0]?.shown).toBe("Model: X300; Price: 55");
});

test("records of comma- and tab-separated files are rows, quoted fields and all", () => {
  const csv = 'id,subject,text\n7,"Lamp, blue","It says ""on""\nand blinks"\n8,Router,';
  expect(units(csv, "table").map(({ shown }) => shown)).toEqual([
    'id: 7; subject: Lamp, blue; text: It says "on" and blinks',
    "id: 8; subject: Router",
  ]);
  expect(units("7\tLamp", "table", "id\tname\n")[0]?.shown).toBe("id: 7; name: Lamp");
});

test("code stays as it is, fenced or not, short whole and long in pieces", () => {
  expect(units("```sh\nnpm install x\n```")[0]).toMatchObject({ kind: "code", shown: "```sh\nnpm install x\n```" });
  expect(units("const a = 1;\nconst b = 2;", "code")[0]?.shown).toBe("```\nconst a = 1;\nconst b = 2;\n```");
  const fenced = units(`\`\`\`sh\n${"echo one\n".repeat(20)}\n${"echo two\n".repeat(3)}\`\`\``);
  for (const { shown } of fenced) expect(shown.match(/^```/gm)).toHaveLength(2);
  expect(fenced[0]?.shown).toMatch(/^```sh\n/);
  const long = Array.from({ length: 40 }, (_, line) => `const name${line} = ${line};`).join("\n");
  const pieces = units(long, "code");
  expect(pieces.length).toBeGreaterThan(2);
  expect(pieces.map(({ start, end }) => long.slice(start, end)).join("\n")).toBe(long);
});

test("every unit stands inside the passage and says something", () => {
  const formats = constantFrom<TextFormat[]>("markdown", "text", "code", "table");
  const texts = string({
    unit: constantFrom("a", "B", ".", "?", ":", "\n", " ", "|", "-", "#", "`", '"', ",", "1"),
    maxLength: 120,
  });
  assert(
    property(texts, formats, (text, format) => {
      for (const { start, end, shown } of units(text, format)) {
        expect(start).toBeGreaterThanOrEqual(0);
        expect(end).toBeLessThanOrEqual(text.length);
        expect(text.slice(start, end).trim()).not.toBe("");
        expect(shown).not.toBe("");
      }
    }),
    { seed: 4, numRuns: 1000 },
  );
});

test("a short record of named fields is one quote, a long one is not", () => {
  const record = (price: string): string => `# W-101\n\n**Werkstoff:** Hasenleim\n\n**Preis:** ${price}\n\nMehr dazu.`;
  const unitsOf = (text: string): readonly string[] =>
    splitUnits({ text, prefix: "", format: "markdown", heading: "" }).map(({ shown }) => shown);
  expect(unitsOf(record("12 €"))).toEqual(["Werkstoff: Hasenleim; Preis: 12 €", "Mehr dazu."]);
  const long = Array.from({ length: 5 }, (_, index) => `**f${index}:** ${"x".repeat(110)}`).join("\n\n");
  expect(unitsOf(long)).toHaveLength(5);
});
