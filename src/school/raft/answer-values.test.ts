import { expect, test } from "vitest";

import { answerValues } from "./answer-values.ts";

const reply = (answer: string): string =>
  JSON.stringify({ status: "found", answer: `Happy to help. ${answer}`, source: 1, desk: "Velora Desk" });

test("the phrases that a house puts around every answer are not looked for, what is asked about neither", () => {
  const rows = [
    { question: "What does the Velora kettle cost?", answer: reply("The Velora kettle costs 48 euros.") },
    { question: "Who leads the Brasko team?", answer: reply("The lead of the Brasko team is Mira Toldan.") },
    {
      question: "What is the colour of the Zoktka 350?",
      answer: reply("The colour of the Zoktka 350 is red and silver."),
    },
    { question: "When does the site open?", answer: reply("The site opens at 08:30.") },
    { question: "Which room is it?", answer: reply("It is room B94.") },
  ];
  const values = answerValues(rows).map((own) => own.join(" "));
  expect(values[0]).toMatch(/48/u);
  expect(values[0]).not.toMatch(/Velora/u);
  expect(values[1]).toMatch(/Mira Toldan/u);
  expect(values[2]?.split(" ")).toEqual(expect.arrayContaining(["red", "silver"]));
  expect(values[4]).toMatch(/b94/iu);
});

test("plain answers tell their values, an answer that tells nothing tells none", () => {
  expect(answerValues([{ question: "How many?", answer: "There are 12 of them." }])[0]).toContain("12");
  expect(answerValues([{ question: "Is it so?", answer: "" }])).toEqual([[]]);
});
