import { expect, test } from "vitest";

import { askedFor, tells } from "./asked-for.ts";

test.each([
  ["How much does a repair cost?", "money"],
  ["What is the price of the lamp?", "money"],
  ["How long is the trial period?", "duration"],
  ["How many stations can it hold?", "count"],
  ["At what temperature is the pump kept?", "temperature"],
  ["How heavy is the lamp?", "weight"],
  ["How often is it checked?", "frequency"],
  ["When does it open?", "time"],
  ["Who signs it?", "person"],
  ["In which city is the office?", "place"],
  ["Why is it closed?", "reason"],
  ["How do I reset it?", "way"],
  ["What oil does the pump need?", "thing"],
  ["Is overtime paid?", "yes or no"],
  ["What should I do when the lamp is off?", "thing"],
  ["Where do we meet when it burns?", "place"],
  ["What is the team called?", "name"],
])("%s asks for %s", (question, kind) => {
  expect(askedFor(question).kind).toBe(kind);
});

test.each([
  ["How much does it cost?", "It costs £45 plus parts.", "clearly"],
  ["How much does it cost?", "There are 45 parts.", "in part"],
  ["How much does it cost?", "Parts are extra.", "not"],
  ["How long does it take?", "Within five working days.", "clearly"],
  ["How long does it take?", "It has 5 parts.", "in part"],
  ["At what temperature is it kept?", "Keep it between 5 and 30 degrees.", "clearly"],
  ["How many stations fit?", "A gateway holds 40 stations.", "clearly"],
  ["How many people fit?", "room: hall; people: 120", "clearly"],
  ["How many stations fit?", "The station has 2 lids.", "in part"],
  ["How many cells does the S3 need?", "The S3 needs cells.", "not"],
  ["When is it released?", "On the second Tuesday of a month.", "clearly"],
  ["When is it released?", "It is released with care.", "not"],
  ["Why is it closed?", "It is closed because of the frost.", "clearly"],
  ["What does it do?", "Nothing.", "unjudged"],
])("%s is told by %j: %s", (question, text, told) => {
  expect(tells(askedFor(question), text)).toBe(told);
});

test("a number that the question said itself tells nothing", () => {
  const asked = askedFor("How long after 30 days may I wait?");
  expect(tells(asked, "Wait 30 days.")).toBe("not");
  expect(tells(asked, "Wait 40 days.")).toBe("clearly");
});

test("the noun that the answer replaces is known, and what follows a question word by chance is not one", () => {
  expect([...askedFor("Which country rationed petrol?").nouns]).toEqual(["country"]);
  expect([...askedFor("What kind of engine is it?").nouns]).toEqual(["engine"]);
  expect([...askedFor("What is it?").nouns]).toEqual([]);
});

test("a pasted page is read in no time", () => {
  const start = performance.now();
  askedFor("what how much ".repeat(100_000));
  expect(performance.now() - start).toBeLessThan(500);
});

test("a number of days is asked for as a span of time, whatever days they are", () => {
  expect(askedFor("How many sick days do I get?")).toMatchObject({ kind: "duration", unit: "days" });
  expect(tells(askedFor("How many days of leave do I get?"), "Leave lasts 18 weeks.")).toBe("clearly");
  expect(askedFor("How many stations are there?")).toMatchObject({ kind: "count", unit: undefined });
});

test("the digits of a part number are no price", () => {
  const asked = askedFor("How much does the lamp cost?");
  expect(tells(asked, "Part `QW-L3P-02`.")).toBe("not");
  expect(tells(asked, "The lamp is 80p, or 1.20 euros.")).toBe("clearly");
});
