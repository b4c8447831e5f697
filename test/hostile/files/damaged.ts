// Valid files made wrong: cut off, flipped, renamed, emptied, filled with noise.
import { validFiles } from "../samples/valid-files.ts";
import type { HostileFile } from "./hostile-file.ts";
import { createSeeded, randomBytes } from "./hostile-file.ts";

const CUTS = [0.02, 0.1, 0.25, 0.4, 0.5, 0.6, 0.75, 0.9, 0.97, 0.999];
const FLIPS = 6;
const RENAMES: Readonly<Record<string, readonly string[]>> = {
  docx: ["pdf", "md", "xlsx", "html", "eml"],
  pdf: ["docx", "txt", "json", "epub", "csv"],
  md: ["pdf", "docx", "json", "xlsx", "eml"],
  html: ["pptx", "csv", "md", "epub"],
  json: ["html", "pdf", "xlsx", "eml"],
  eml: ["pdf", "json", "docx"],
  epub: ["docx", "pdf", "zip", "md"],
  xlsx: ["docx", "csv", "pdf", "exe"],
};

/** All files that come from valid ones. */
export function damagedFiles(): readonly HostileFile[] {
  const valid = validFiles();
  return [
    ...valid.flatMap(({ extension, bytes }) => [...cut(extension, bytes), ...flipped(extension, bytes)]),
    ...valid.flatMap(({ extension, bytes }) =>
      (RENAMES[extension] ?? []).map((other) => ({ fileName: `${extension}-called.${other}`, make: () => bytes })),
    ),
    ...valid.flatMap(({ extension }) => noise(extension)),
  ];
}

function cut(extension: string, bytes: Uint8Array): HostileFile[] {
  return CUTS.map((share) => ({
    fileName: `cut-at-${share * 100}-percent.${extension}`,
    make: () => bytes.slice(0, Math.floor(bytes.length * share)),
  }));
}

function flipped(extension: string, bytes: Uint8Array): HostileFile[] {
  return Array.from({ length: FLIPS }, (_, seed) => ({
    fileName: `flipped-${seed}.${extension}`,
    make() {
      const next = createSeeded(seed + 1);
      const damaged = bytes.slice();
      for (let count = 0; count < 4 ** seed; count += 1) {
        damaged[Math.floor(next() * damaged.length)] = Math.floor(next() * 256);
      }
      return damaged;
    },
  }));
}

function noise(extension: string): HostileFile[] {
  const head =
    { pdf: "%PDF-1.7\n", docx: "PK\u0003\u0004", xlsx: "PK\u0003\u0004", pptx: "PK\u0005\u0006" }[extension] ?? "";
  return [
    { fileName: `empty.${extension}`, make: () => new Uint8Array(), must: "be reported" },
    { fileName: `one-byte.${extension}`, make: () => Uint8Array.of(0x7b) },
    { fileName: `spaces.${extension}`, make: () => Buffer.from(" \n\t ".repeat(100)) },
    { fileName: `random.${extension}`, make: () => randomBytes(5000, 7), must: "be reported" },
    { fileName: `nul.${extension}`, make: () => new Uint8Array(3000), must: "be reported" },
    { fileName: `head-and-random.${extension}`, make: () => Buffer.concat([Buffer.from(head), randomBytes(3000, 9)]) },
  ];
}
