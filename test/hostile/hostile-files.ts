// All hostile files, of every format.
import { archiveFiles } from "./files/archives.ts";
import { damagedFiles } from "./files/damaged.ts";
import { encodedFiles } from "./files/encodings.ts";
import type { HostileFile } from "./files/hostile-file.ts";
import { SCALES } from "./files/hostile-file.ts";
import { killerFiles } from "./files/killers.ts";
import { mailFiles } from "./files/mails.ts";
import { pdfFiles } from "./files/pdfs.ts";

/** The files in one of two sizes; their names are the same in both. */
export function hostileFiles(size: "small" | "full"): readonly HostileFile[] {
  const scale = SCALES[size];
  return [
    ...damagedFiles(),
    ...encodedFiles(),
    ...killerFiles(scale),
    ...archiveFiles(scale),
    ...pdfFiles(scale),
    ...mailFiles(),
  ];
}
