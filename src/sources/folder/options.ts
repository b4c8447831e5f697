// Options of a folder source.
import { z } from "zod";

import { ACCESS_RULES } from "../access-rules.ts";
import { GLOB } from "../glob.ts";
import { ALLOW_SHRINK } from "../shrink-guard.ts";

export const FOLDER_OPTIONS = z.strictObject({
  kind: z.literal("folder").describe("Files of a folder and what lies below it"),
  path: z.string().min(1).describe("The folder, relative to the project"),
  include: z
    .array(GLOB)
    .min(1)
    .optional()
    .describe("Patterns of the files to read; default: every file of a known format"),
  exclude: z.array(GLOB).default(["**/node_modules/**"]).describe("Patterns of files and folders to leave out"),
  ignoreFiles: z.boolean().default(true).describe("Leave out what .gitignore and .schoolbookignore files say"),
  hidden: z.boolean().default(false).describe("Read files and folders whose name begins with a dot"),
  followLinks: z
    .boolean()
    .default(false)
    .describe(
      "Follow symbolic links that stay inside the folder, never out of it; access rules see the path that a link leads to",
    ),
  maxBytes: z.int().positive().default(268_435_456).describe("Files larger than this are reported and not read"),
  pollMs: z.int().min(100).default(5000).describe("How often to look for changes where the system cannot tell of them"),
  allowShrink: ALLOW_SHRINK,
  access: ACCESS_RULES,
});

export type FolderOptions = z.output<typeof FOLDER_OPTIONS>;
