// The kinds of sources that a project may configure.
import { z } from "zod";

import type { Source } from "../spec/source.ts";
import { FOLDER_OPTIONS } from "./folder/options.ts";
import { createFolderSource } from "./folder/source.ts";
import { GIT_OPTIONS } from "./git/options.ts";
import { createGitSource } from "./git/source.ts";
import { ROWS_OPTIONS } from "./rows/options.ts";
import { createRowsSource } from "./rows/source.ts";
import type { SourceContext } from "./source-context.ts";
import { WEB_OPTIONS } from "./web/options.ts";
import { createWebSource } from "./web/source.ts";

/** One source's options, told apart by `kind`. */
export const SOURCE_SCHEMA = z.discriminatedUnion("kind", [FOLDER_OPTIONS, ROWS_OPTIONS, WEB_OPTIONS, GIT_OPTIONS]);

export type SourceConfig = z.output<typeof SOURCE_SCHEMA>;

/** The source that the options describe. */
export function createSource(config: SourceConfig, context: SourceContext): Source {
  if (config.kind === "folder") return createFolderSource(config, context);
  if (config.kind === "rows") return createRowsSource(config, context);
  if (config.kind === "web") return createWebSource(config, context);
  return createGitSource(config, context);
}
