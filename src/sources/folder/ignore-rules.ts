// What .gitignore and .schoolbookignore files leave out: those of inner folders speak before those of outer ones.
import { readFile } from "node:fs/promises";

import ignore, { type Ignore } from "ignore";

import { type FolderEntry, joinRaw, type RawPath } from "./read-folder.ts";

export type IgnoreRules = {
  /** True when the nearest rule about this path, relative to the root, leaves it out; folders end in a slash. */
  ignores(path: string): boolean;
  /** The same rules with those that an inner folder adds. */
  enter(folder: string, raw: RawPath, entries: readonly FolderEntry[]): Promise<IgnoreRules>;
};

/** In the order in which they are applied: what stands in the second overrules the first. */
const IGNORE_FILES = [".gitignore", ".schoolbookignore"];

type Layer = { readonly base: string; readonly rules: Ignore };

/** Rules before any ignore file was read. */
export function createIgnoreRules(): IgnoreRules {
  return fromLayers([]);
}

/** Rules that leave nothing out, ignore files or not. */
export const NO_IGNORE_RULES: IgnoreRules = { ignores: () => false, enter: async () => NO_IGNORE_RULES };

function fromLayers(layers: readonly Layer[]): IgnoreRules {
  const rules: IgnoreRules = {
    ignores: (path) => {
      for (const { base, rules: own } of layers) {
        const { ignored, unignored } = own.test(path.slice(base.length));
        if (ignored || unignored) return ignored;
      }
      return false;
    },
    enter: async (folder, raw, entries) => {
      const present = IGNORE_FILES.filter((name) =>
        entries.some((entry) => entry.name === name && entry.kind === "file"),
      );
      if (present.length === 0) return rules;
      const texts = await Promise.all(present.map(async (name) => readFile(joinRaw(raw, name), "utf8")));
      // why: this package ignores case by default; git on Linux does not.
      const own = ignore({ ignorecase: false }).add(texts.join("\n"));
      return fromLayers([{ base: folder === "" ? "" : `${folder}/`, rules: own }, ...layers]);
    },
  };
  return rules;
}
