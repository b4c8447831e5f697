// `schoolbook doctor` in a project whose files show the usual mistakes.
import { expect, test } from "vitest";

import { examProject } from "./exam-project.ts";

test("the doctor names facts in rows, an exam that they leak into and too few questions, and warns only", async () => {
  const rows = [
    ["How long does the warranty of the lamp last?", "It lasts two years, see WR-4711."],
    ["Which code opens depot Jena?", "The code of depot Jena is 8213."],
  ].map(([asked, said]) =>
    JSON.stringify({
      messages: [
        { role: "user", content: asked },
        { role: "assistant", content: said },
      ],
      acl: ["public"],
    }),
  );
  using place = await examProject({ "rows.jsonl": `${rows.join("\n")}\n` });
  const told = await place.run(["doctor"], { columns: 200 });
  expect(told.stdout).toMatch(/warn +facts at school +2 of 2 rows in rows\.jsonl teach facts/u);
  expect(told.stdout).toMatch(/warn +exam leaks +1 question of exam\.yaml is asked by rows of rows\.jsonl/u);
  expect(told.stdout).toMatch(/warn +too few questions +exam\.yaml has 4 questions/u);
  expect(told.code).toBe(0);
});

test("the doctor says nothing of mistakes that a project does not show", async () => {
  using place = await examProject({ "notes.yaml": "expected: broken: [", "rows.jsonl": '{"messages": 3}\n' });
  const { stdout } = await place.run(["doctor"], { columns: 200 });
  expect(stdout).not.toMatch(/facts at school|exam leaks|no baseline|older than|form asked/u);
});
