// The two climbs that are killed: one through a server whose calls are paid, one on nano, which goes to school.
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

import { createCompany } from "../../lab/world/create-company.ts";
import { companyProject, everybody } from "../../lab/world/project/company-project.ts";
import { program } from "./climb-process.ts";
import { type Bill, createPayingServer } from "./paying-server.ts";
import { SERVED_MODEL, servedProject } from "./served-world.ts";

export type Course = AsyncDisposable & {
  readonly name: string;
  /** A project whose library is built, to be copied. */
  readonly folder: string;
  readonly flags: readonly string[];
  readonly requests: () => number;
  readonly underWay: () => number;
  readonly takeBill: () => Bill;
};

/** A0 to A3 and AL: prompts are searched for, a book is read and a whole library, every call for money. */
export async function servedCourse(folder: string, questions: number): Promise<Course> {
  const server = await createPayingServer();
  write(folder, servedProject(server.url, questions));
  await sync(folder);
  server.takeBill();
  return {
    ...server,
    name: "served",
    folder,
    flags: ["--model", SERVED_MODEL, "--budget", "50"],
    [Symbol.asyncDispose]: async () => server[Symbol.asyncDispose](),
  };
}

export type SchoolSizes = { readonly questions: number; readonly rows: number };

/** A0 to A6: trains twice, on rows as they are and on rows that are read from passages. */
export async function schoolCourse(folder: string, sizes: SchoolSizes): Promise<Course> {
  const company = createCompany({ seed: "1", split: "demo", size: 1 });
  write(folder, Object.fromEntries(companyProject(company, sizes).map(({ path, text }) => [path, text])));
  await sync(folder);
  const learning = ["--template", join("prompts", "closed-book.md"), "--examples", "examples.jsonl"];
  return {
    name: "school",
    folder,
    flags: [...learning, ...everybody(company).flatMap((one) => (one === "public" ? [] : ["--as", one]))],
    requests: () => 0,
    underWay: () => 0,
    takeBill: () => new Map(),
    [Symbol.asyncDispose]: async () => Promise.resolve(),
  };
}

function write(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

async function sync(folder: string): Promise<void> {
  const { end, said } = await program(folder, ["library", "sync"]);
  if (end !== "ended") throw new Error(`The library could not be built:\n${said}`);
}
