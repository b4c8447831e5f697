import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, beforeEach, expect, test } from "vitest";

import type { ProjectConfig } from "./config/config-schema.ts";
import { examine } from "./doctor/examine.ts";
import { openProject } from "./open-project.ts";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "schoolbook-open-"));
  mkdirSync(join(folder, "docs"));
  writeFileSync(
    join(folder, "docs", "yard.md"),
    "---\ntitle: The yard\n---\n# Yard\n\nBicycles may be parked in the yard.\n",
  );
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const config: ProjectConfig = {
  sources: { docs: { kind: "folder", path: "docs", access: [{ path: "**", allow: ["group:staff"] }] } },
  people: { "user:ann": ["group:staff"] },
};

test("a program can open a project without a config file, sync it and ask it", async () => {
  await using project = await openProject({ folder, config });
  const { sources } = await project.sync();
  expect(sources).toMatchObject([{ added: 1 }]);
  let text = "";
  for await (const event of project.ask("Where may bicycles be parked?", { as: ["user:ann"] })) {
    if (event.kind === "text-delta") text += event.text;
  }
  expect(text).toContain("Bicycles may be parked in the yard.");
});

test("nobody and the public see nothing of what is for staff", async () => {
  await using project = await openProject({ folder, config });
  await project.sync();
  for (const as of [[], ["public"], ["user:bo"]]) {
    expect((await project.search("bicycles", { as })).hits).toEqual([]);
    expect(await project.document("docs:yard.md", { as })).toBeUndefined();
    expect(await project.placeOf("docs:yard.md", 0, { as })).toBeUndefined();
  }
});

test("places are those of the file, front matter counted in", async () => {
  await using project = await openProject({ folder, config });
  await project.sync();
  const reader = { as: ["user:ann"] };
  const document = await project.document("docs/yard.md", reader);
  const start = document?.text.indexOf("Bicycles") ?? -1;
  expect(await project.placeOf("docs:yard.md", start, reader)).toMatchObject({ line: 6, column: 1 });
  rmSync(join(folder, "docs", "yard.md"));
  const place = await project.placeOf("docs:yard.md", start, reader);
  expect(place).toEqual({ address: expect.stringMatching(/^file:.*yard\.md$/u), headings: ["Yard"] });
});

test("a citation out of a passage over small sections names the section of its quote", async () => {
  const sections = ["Ladders", "Bicycles", "Carts"].map(
    (name) => `## ${name}\n\n${name} may be left at gate ${name[0]}.`,
  );
  writeFileSync(join(folder, "docs", "rules.md"), `# Rules\n\n${sections.join("\n\n")}\n`);
  await using project = await openProject({ folder, config });
  await project.sync();
  const reader = { as: ["user:ann"] };
  const { hits } = await project.search("At which gate may carts be left?", reader);
  expect(hits[0]?.passage.text).toMatch(/Ladders[^]*Carts/u);
  expect(hits[0]?.passage.headings).not.toContain("Carts");
  const cited: (readonly string[])[] = [];
  for await (const event of project.ask("At which gate may carts be left?", reader)) {
    if (event.kind === "citation") cited.push(event.citation.headings);
    if (event.kind === "finish") expect(event.answer.citations.map(({ headings }) => headings)).toEqual(cited);
  }
  expect(cited[0]?.at(-1)).toBe("Carts");
});

test("the doctor works on a broken configuration and names a missing source", async () => {
  expect(await examine({ folder })).toMatchObject([{ name: "node" }, { name: "config", status: "fail" }]);
  const broken: ProjectConfig = { sources: { gone: { kind: "folder", path: "gone" } } };
  expect(await examine({ folder, config: broken })).toContainEqual(
    expect.objectContaining({ name: "source gone", status: "fail", remedy: expect.any(String) }),
  );
});

test("the doctor says when the settings have changed since the library was built", async () => {
  await using project = await openProject({ folder, config });
  await project.sync();
  expect(await project.doctor()).toContainEqual(expect.objectContaining({ name: "generation", status: "ok" }));
  const changed = { ...config, chunking: { targetTokens: 100 } };
  expect(await examine({ folder, config: changed })).toContainEqual(
    expect.objectContaining({ name: "generation", status: "warn" }),
  );
});
