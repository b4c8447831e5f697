// `schoolbook init` in a folder of one's own: what it opens and to whom, and that a climb can begin where it ends.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { expect, test } from "vitest";

import { createFakeChatModel, createFakeModelServer } from "../../src/testing/index.ts";
import { cliFolder } from "./run-cli.ts";

const FOLDER = {
  "docs/renting.md":
    "# Renting\n\nThe deposit of a cargo bike is 150 euros. A weekend costs 60 euros; a late return costs 12 euros.\n",
  "docs/otter.md": "# The Otter\n\nThe Otter carries 180 kg.\n\n- Motor: 85 Nm\n- Range: 70 km\n- Box: 250 litres\n",
  "docs/codes.md": "# Codes\n\n| Code | Meaning |\n|---|---|\n| B07 | The battery is too cold. |\n| M12 | Overload |\n",
  "tickets.csv": "id,subject,description,status\nT-1,Display shows B07,The customer rode in frost.,closed\n",
  "catalogue.csv": "sku,name,price\nBX-250,Box lid,89\nCH-8,Chain,24\nPD-2,Brake pads,18\n",
};

test(
  "init, then climb: a folder of documents and tables becomes a project whose exam is climbed",
  { timeout: 60_000 },
  async () => {
    using place = cliFolder(FOLDER);
    const init = await place.run(["init", "--allow", "group:staff", "--yes"]);
    expect(init).toMatchObject({ code: 0, stderr: expect.stringContaining("catalogue.csv (rows, 3 rows)") });
    expect(init.stdout).toContain("Who may read all of it: group:staff.");
    expect(init.stdout).toMatch(/✓ exam\.jsonl: \d+ questions that the documents answer, 3 that they do not/u);
    expect(init.stdout).toContain("`schoolbook climb --model nano --as group:staff`");
    const exam = readFileSync(join(place.folder, "exam.jsonl"), "utf8");
    expect(exam).toContain('"principals":["group:staff"]');
    expect(exam).not.toContain("status");
    expect(await place.run(["exam", "check", "--as", "group:staff"])).toMatchObject({ code: 0 });

    await using server = await createFakeModelServer({
      chat: createFakeChatModel({ can: { json: false }, reply: () => "I don't know." }),
    });
    const model = ["--set", `models.fake.reference=openai-compatible:${server.origin}/v1#fake`, "--model", "fake"];
    const climb = await place.run(["climb", "--yes", "--as", "group:staff", ...model]);
    expect({ code: climb.code, stderr: climb.stderr }).toMatchObject({
      code: 18,
      stderr: expect.stringContaining("Registered:"),
    });
    expect(climb.stdout).toContain("A2  the open book");
  },
);

test("where nobody can be asked nothing is opened, and init says so with the flags that open", async () => {
  using place = cliFolder(FOLDER);
  const init = await place.run(["init", "--project", "."]);
  expect(init).toMatchObject({
    code: 0,
    stdout: expect.stringContaining("Nobody was named who may read these documents"),
  });
  expect(init.stdout).toContain("`schoolbook init --force --allow group:staff --project .`");
  expect(init.stdout).toContain("`schoolbook init --force --public --project .`");
  expect(init.stdout).toContain("No exam was drafted");
  expect(existsSync(join(place.folder, "exam.jsonl"))).toBe(false);
  expect(readFileSync(join(place.folder, "schoolbook.config.ts"), "utf8")).not.toMatch(/^\s*access:/mu);
});

test("whoever is asked may name groups or everybody; what names nobody opens nothing", async () => {
  using place = cliFolder(FOLDER);
  const asked = await place.run(["init", "--config-only"], { reply: "group:shop, group:workshop" });
  expect(asked.stdout).toContain("Who may read all of it: group:shop, group:workshop.");
  const unclear = await place.run(["init", "--config-only", "--force"], { reply: "y" });
  expect(unclear.stderr).toContain("That names nobody");
  expect(unclear.stdout).toContain("Nobody was named");
  expect(await place.run(["init", "--force", "--allow", "staff"])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("--allow staff: that is nobody's name."),
  });
});

test("an exam that is there is kept", async () => {
  using place = cliFolder({
    ...FOLDER,
    "exam.yaml": "questions:\n  - question: Why?\n    expected: { unanswerable: true }\n",
  });
  const init = await place.run(["init", "--public"]);
  expect(init.stdout).toContain("The exam that is there already is kept.");
  expect(existsSync(join(place.folder, "exam.jsonl"))).toBe(false);
});

test("programs are told what was written, opened, read and drafted", async () => {
  using place = cliFolder(FOLDER);
  const init = await place.run(["init", "--public", "--json"]);
  expect(init.json()).toMatchObject({
    files: ["schoolbook.config.ts"],
    allow: ["public"],
    as: ["public"],
    sync: { sources: [{ source: "docs", added: 3 }, { added: 3 }, { added: 1 }] },
    draft: { model: "quoting", calls: 0, drafted: { unanswerable: 3 } },
  });
});

test("an init that was cut short after its configuration goes on when it is given again, and only then", async () => {
  using place = cliFolder(FOLDER);
  expect(await place.run(["init", "--public", "--config-only"])).toMatchObject({ code: 0 });
  const config = readFileSync(join(place.folder, "schoolbook.config.ts"), "utf8");
  expect(await place.run(["init", "--allow", "group:staff"])).toMatchObject({
    code: 3,
    stderr: expect.stringContaining("is there already"),
  });
  const again = await place.run(["init", "--public"]);
  expect(again).toMatchObject({ code: 0, stdout: expect.stringMatching(/✓ exam\.jsonl: \d+ questions/u) });
  expect(readFileSync(join(place.folder, "schoolbook.config.ts"), "utf8")).toBe(config);
  expect((await place.run(["init", "--public"])).code).toBe(3);
});
