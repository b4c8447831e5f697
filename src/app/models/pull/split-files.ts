// Models that are cut into several files: one of them names them all.
import { SchoolbookError } from "../../../core/errors.ts";
import type { HubFile } from "./read-repository.ts";

const SPLIT = /^(.*)-(\d{5})-of-(?!0{5})(\d{5})(\.gguf)$/u;

/** The first of the files that this one belongs with; itself where it stands alone. */
export function firstOfSplit(path: string): string {
  return path.replace(SPLIT, "$1-00001-of-$3$4");
}

/** All files of a split one, in order; throws when the repository lacks one. */
export function withItsSplits(file: HubFile, all: readonly HubFile[]): readonly HubFile[] {
  const [, stem = "", , total = "1", end = ""] = SPLIT.exec(file.path) ?? [];
  if (stem === "") return [file];
  const byPath = new Map(all.map((one) => [one.path, one]));
  return Array.from({ length: Number(total) }, (_, index) => {
    const path = `${stem}-${String(index + 1).padStart(5, "0")}-of-${total}${end}`;
    const found = byPath.get(path);
    if (found !== undefined) return found;
    throw new SchoolbookError("not_found", `${file.path} is cut into ${Number(total)} files, and ${path} is missing.`, {
      hint: "Choose another file of the repository.",
    });
  });
}
