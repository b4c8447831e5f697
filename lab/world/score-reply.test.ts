import { expect, test } from "vitest";

import { createHouseStyle, houseReply } from "./house-style.ts";
import { randomFrom } from "./random.ts";
import { scoreExam } from "./score-exam.ts";
import { citedPassages, type ExpectedReply, isRefusal, scoreReply } from "./score-reply.ts";

const expected = (change: Partial<ExpectedReply> = {}): ExpectedReply => ({
  answers: [["48 euros", "€48"]],
  refuse: false,
  cites: [2],
  ...change,
});

test.each([
  ["The price of the Velora kettle is 48 euros [2].", "right", true],
  ["It costs €48 [2].", "right", true],
  ["THE PRICE IS 48 EUROS [2].", "right", true],
  ["The price of the Velora kettle is 148 euros [2].", "wrong", true],
  ["The price of the Velora kettle is 48 euros [1].", "right", false],
  ["The price of the Velora kettle is 48 euros.", "right", false],
  ["The price of the Velora kettle is 48 euros [1][2].", "right", false],
  ["The price is €48.50 [2].", "wrong", true],
  ["The price is €48,000 [2].", "wrong", true],
  ["I don't know. The passages do not say what the price is.", "refused", false],
  ["I don’t know.", "refused", false],
  ["", "wrong", false],
])("%j is %s, cited right: %s", (reply, verdict, cited) => {
  const score = scoreReply(reply, expected());
  expect(score).toEqual({ verdict, asExpected: verdict === "right", cited });
});

test("a value counts only where it stands on its own", () => {
  const code = expected({ answers: [["QV-318"]], cites: [] });
  expect(scoreReply("The code is QV-318.", code).verdict).toBe("right");
  expect(scoreReply("The code is QV-3184.", code).verdict).toBe("wrong");
  expect(scoreReply("The code is QV-318/7.", code).verdict).toBe("wrong");
  const name = expected({ answers: [["Mira Toldan"]], cites: [] });
  expect(scoreReply("It is Mira Toldana.", name).verdict).toBe("wrong");
});

test("two values are both needed, and both passages", () => {
  const both = expected({ answers: [["48 euros"], ["3 kg", "3 kilograms"]], cites: [3, 1] });
  expect(scoreReply("The price is 48 euros [3] and the weight is 3 kilograms [1].", both)).toEqual({
    verdict: "right",
    asExpected: true,
    cited: true,
  });
  expect(scoreReply("The price is 48 euros [3].", both).verdict).toBe("wrong");
});

test("where nothing is to be had a refusal is what is expected, and anything else is wrong", () => {
  const none = expected({ answers: [], refuse: true, cites: [] });
  expect(scoreReply("I don't know. The passages do not say what it is.", none)).toEqual({
    verdict: "refused",
    asExpected: true,
  });
  expect(scoreReply("It is 48 euros.", none)).toEqual({ verdict: "wrong", asExpected: false });
});

test("a closed-book question whose value is known scores a lucky guess as right and not as expected", () => {
  const closed = expected({ refuse: true, cites: [] });
  expect(scoreReply("The price is 48 euros.", closed)).toEqual({ verdict: "right", asExpected: false });
});

test("citations are read from brackets and from the field source", () => {
  expect(citedPassages("a [2] b [11], c [2]")).toEqual([2, 11]);
  expect(citedPassages('{"status":"found","source": 3}')).toEqual([3]);
  expect(citedPassages("list [a], [], [1234]")).toEqual([]);
});

test("a house reply is valid, refusals included, and every departure from the form is not", () => {
  const house = createHouseStyle(randomFrom("house"), "Velora");
  const found = houseReply(house, { answer: "The price is 48 euros.", source: 2 });
  const wanted = expected({ house });
  expect(scoreReply(found, wanted)).toEqual({ verdict: "right", asExpected: true, cited: true, houseValid: true });
  const missing = houseReply(house, {});
  expect(isRefusal(missing)).toBe(true);
  expect(scoreReply(missing, wanted).houseValid).toBe(true);
  for (const broken of [
    "The price is 48 euros [2].",
    `${found} Bye`,
    found.replace("found", "ok"),
    found.replace('"source":2', '"source":"2"'),
    found.replace('"source":2', '"source":null'),
    found.replace(house.opening, "Hi."),
    found.replace(house.desk, "Desk"),
    found.replace('{"status":"found",', "{").replace(/\}$/u, ',"status":"found"}'),
    found.replace(/\}$/u, ',"more":1}'),
    `[${found}]`,
  ]) {
    expect(scoreReply(broken, wanted).houseValid, broken).toBe(false);
  }
});

test("an exam is counted over all its rows, and a row without a reply stops the count", () => {
  const rows = [
    { id: "a", expected: expected() },
    { id: "b", expected: expected({ answers: [], refuse: true, cites: [] }) },
  ];
  const exam = rows.map((row) => JSON.stringify(row)).join("\n");
  const replies = [
    { id: "a", reply: "It is 48 euros [2]." },
    { id: "b", reply: "It is 7." },
  ];
  const text = replies.map((reply) => JSON.stringify(reply)).join("\n");
  expect(scoreExam(exam, text)).toEqual({
    questions: 2,
    right: 1,
    wrong: 1,
    refused: 0,
    asExpected: 1,
    cited: 1,
    houseValid: 0,
  });
  expect(() => scoreExam(exam, text.split("\n")[0] ?? "")).toThrow("There is no reply to question b.");
  expect(() => scoreExam('{"id":"a"}', text)).toThrow("exam line 1");
});
