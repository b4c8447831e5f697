// Options of a source that reads files from a git repository's history.
import { z } from "zod";

import { ACCESS_RULES } from "../access-rules.ts";
import { GLOB } from "../glob.ts";
import { ALLOW_SHRINK } from "../shrink-guard.ts";

export const GIT_OPTIONS = z.strictObject({
  kind: z.literal("git").describe("Files of a git repository as they are at a revision, whatever is checked out"),
  path: z.string().min(1).describe("The repository, relative to the project; a bare one will do"),
  revision: z
    .string()
    .regex(/^[^-\s\p{C}][^\s\p{C}]*$/u, "a branch, tag or commit, such as main")
    .default("HEAD")
    .describe("Branch, tag or commit to read"),
  folder: z
    .string()
    .regex(/^[^/\\\p{C}](?:[^\\\p{C}]*[^/\\\p{C}])?$/u, "a path in the repository, such as docs")
    .refine((path) => !path.split("/").includes(".."), "a path inside the repository")
    .optional()
    .describe("Read only what lies below this folder of the repository; ids leave it out"),
  include: z
    .array(GLOB)
    .min(1)
    .optional()
    .describe("Patterns of the files to read; default: every file of a known format"),
  exclude: z.array(GLOB).default(["**/node_modules/**"]).describe("Patterns of files and folders to leave out"),
  hidden: z.boolean().default(false).describe("Read files and folders whose name begins with a dot"),
  fileTimes: z
    .boolean()
    .default(false)
    .describe("Find out when each file was last changed, which walks the history; else the revision's time is taken"),
  maxBytes: z.int().positive().default(268_435_456).describe("Files larger than this are reported and not read"),
  allowShrink: ALLOW_SHRINK,
  access: ACCESS_RULES,
});

export type GitOptions = z.output<typeof GIT_OPTIONS>;
