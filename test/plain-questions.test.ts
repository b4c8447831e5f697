import { expect, test } from "vitest";

import { openCompany } from "../bench/quoting/company.ts";
import { askQuestions } from "../bench/quoting/judge-company.ts";

/** What `bench/quoting/run.ts` measures, with a little room: a change that answers plain questions worse is seen at once. */
test("plain questions on the example handbook are answered, and those that it does not answer are refused", async () => {
  await using company = await openCompany("handbook");
  const asked = await askQuestions(company);
  const answerable = asked.filter(({ question }) => question.answer !== undefined);
  const unanswerable = asked.filter(({ question }) => question.answer === undefined);
  const right = answerable.filter(({ outcome }) => outcome === "right").length;
  const answered = unanswerable.filter(({ outcome }) => outcome !== "refused").length;
  expect(answerable.length).toBeGreaterThanOrEqual(80);
  expect(unanswerable.length).toBeGreaterThanOrEqual(40);
  expect(right / answerable.length).toBeGreaterThanOrEqual(0.9);
  expect(answered / unanswerable.length).toBeLessThanOrEqual(0.17);
});
