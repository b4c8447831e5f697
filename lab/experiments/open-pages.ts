// A library of many short, dull pages, for what depends on how many there are.
import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { openProject, type Project } from "../../src/index.ts";
import { pick, randomFrom, whole } from "../world/random.ts";

export type OpenPages = AsyncDisposable & {
  readonly project: Project;
  /** Writes the page anew, with this sentence in its middle. */
  edit(page: number, sentence: string): void;
};

const PER_FOLDER = 250;
const THINGS = ["door", "pump", "ladder", "valve", "window", "belt", "shelf", "gate", "hose", "crane"];
const DEEDS = ["is checked", "is painted", "is moved", "is oiled", "is counted", "is locked", "is measured"];
const TIMES = ["on Mondays", "in spring", "twice a week", "after the break", "before noon", "every quarter"];

/** Nothing is in the library before its first sync. */
export async function openPages(pages: number, seed: string): Promise<OpenPages> {
  const folder = mkdtempSync(join(tmpdir(), "schoolbook-lab-"));
  const write = (page: number, extra: string): string => {
    const place = join(folder, "documents", String(Math.floor(page / PER_FOLDER)));
    mkdirSync(place, { recursive: true });
    const path = join(place, `page-${page}.md`);
    writeFileSync(path, pageText(page, seed, extra));
    return path;
  };
  const yesterday = Date.now() / 1000 - 86_400;
  for (let page = 0; page < pages; page += 1) {
    // why: what was written a moment ago is read again by the next sync, since it may have been written twice in that moment.
    utimesSync(write(page, ""), yesterday, yesterday);
  }
  const config = {
    sources: { docs: { kind: "folder", path: "documents", access: [{ path: "**", allow: ["public"] }] } },
  } as const;
  const project = await openProject({ folder, config });
  return {
    project,
    edit: write,
    [Symbol.asyncDispose]: async () => {
      await project[Symbol.asyncDispose]();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function pageText(page: number, seed: string, extra: string): string {
  const random = randomFrom(`${seed}/${page}`);
  const section = (at: number): string => {
    const sentences = Array.from(
      { length: 6 },
      () =>
        `The ${pick(random, THINGS)} of hall ${whole(random, 1, 900)} ${pick(random, DEEDS)} ${pick(random, TIMES)}.`,
    );
    return `## Part ${at}\n\n${sentences.join(" ")}${at === 2 && extra !== "" ? ` ${extra}` : ""}\n`;
  };
  return `# Page ${page}\n\n${[1, 2, 3].map(section).join("\n")}`;
}
