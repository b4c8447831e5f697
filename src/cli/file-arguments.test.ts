import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, beforeEach, expect, test } from "vitest";

import { createFileArguments, type FileArguments, type FilePlaces } from "./file-arguments.ts";

let folder: string;
let cwd: string;
let project: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "schoolbook-files-"));
  cwd = join(folder, "here");
  project = join(folder, "wiki");
  for (const one of [cwd, project]) mkdirSync(one);
  writeFileSync(join(project, "schoolbook.config.json"), "{}");
  writeFileSync(join(project, "rows.jsonl"), "");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function filesFrom(places: Partial<FilePlaces> & Pick<FilePlaces, "cwd">): FileArguments {
  return createFileArguments({ project: undefined, clone: undefined, ...places });
}

test("a file to read lies in the current folder or, where nothing lies there, in the project's", () => {
  const files = filesFrom({ cwd, project });
  expect(files.reading("rows.jsonl")).toBe(join(project, "rows.jsonl"));
  writeFileSync(join(cwd, "rows.jsonl"), "");
  expect(files.reading("rows.jsonl")).toBe(join(cwd, "rows.jsonl"));
  expect(files.existing("A2")).toBeUndefined();
  expect(() => files.reading("none.jsonl")).toThrow(
    `none.jsonl is neither in ${cwd} nor in the project's folder ${project}.`,
  );
});

test("a file to write counts from the current folder, one that nobody named lies in the project", () => {
  const files = filesFrom({ cwd, project });
  expect(files.writing("new.yaml")).toBe(join(cwd, "new.yaml"));
  expect(files.usual("exam.yaml").path).toBe(join(project, "exam.yaml"));
  const below = filesFrom({ cwd: project });
  expect(below.usual("exam.yaml")).toEqual({ path: join(project, "exam.yaml"), file: "exam.yaml" });
});

test("what is written in the program's own clone for a project that lies elsewhere counts from the project", () => {
  const files = filesFrom({ cwd, project, clone: cwd });
  expect(files.writing("rows.jsonl")).toBe(join(project, "rows.jsonl"));
  expect(files.writing("../rows.jsonl")).toBe(join(folder, "rows.jsonl"));
  expect(files.writing(join(folder, "rows.jsonl"))).toBe(join(folder, "rows.jsonl"));
  expect(filesFrom({ cwd, project, clone: folder }).writing("rows.jsonl")).toBe(join(cwd, "rows.jsonl"));
  expect(filesFrom({ cwd, clone: cwd }).writing("rows.jsonl")).toBe(join(cwd, "rows.jsonl"));
});

test("a file that is written elsewhere than it was typed is called by its whole path, and none is written outside both folders", () => {
  mkdirSync(join(cwd, "src", "cli"), { recursive: true });
  const files = filesFrom({ cwd: join(cwd, "src", "cli"), project, clone: cwd });
  expect(files.output("in.yaml")).toEqual({ file: join(project, "in.yaml"), path: join(project, "in.yaml") });
  expect(() => files.writing("../../docs/in.yaml")).toThrow(
    `../../docs/in.yaml would lie in Schoolbook's own folder from ${join(cwd, "src", "cli")}, and outside the project from ${project}.`,
  );
  expect(() => filesFrom({ cwd, project, clone: cwd }).writing("../here/in.yaml")).toThrow(/outside the project/u);
  const outside = "../../../in.yaml";
  expect(files.output(outside)).toEqual({ file: outside, path: join(folder, "in.yaml") });
  expect(files.writing(join(cwd, "in.yaml"))).toBe(join(cwd, "in.yaml"));
});

test("a clone that is started through a link is the same clone", () => {
  const linked = join(folder, "linked");
  symlinkSync(cwd, linked);
  expect(filesFrom({ cwd, project, clone: linked }).writing("new/in.yaml")).toBe(join(project, "new", "in.yaml"));
  expect(filesFrom({ cwd: linked, project, clone: cwd }).writing("in.yaml")).toBe(join(project, "in.yaml"));
});

test("without a project the current folder is the only one", () => {
  const files = filesFrom({ cwd });
  expect(files.usual("exam.yaml").path).toBe(join(cwd, "exam.yaml"));
  expect(() => files.reading("none.jsonl")).toThrow(`${join(cwd, "none.jsonl")} cannot be read`);
});

test("the project's exam is the one that it holds; two of them have to be told apart, and none is said how to get", () => {
  const files = filesFrom({ cwd, project });
  expect(() => files.exam(undefined)).toThrow(`${project} holds no exam.yaml and no exam.jsonl.`);
  writeFileSync(join(project, "exam.jsonl"), "");
  expect(files.exam(undefined).path).toBe(join(project, "exam.jsonl"));
  writeFileSync(join(project, "exam.yaml"), "");
  expect(() => files.exam(undefined)).toThrow("holds both exam.yaml and exam.jsonl.");
  expect(files.exam("exam.yaml")).toEqual({ path: join(project, "exam.yaml"), file: "exam.yaml" });
});
