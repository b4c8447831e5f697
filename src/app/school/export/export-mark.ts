// The file in an export that says what it is, whom it may serve, and which files belong to it: only those are ever removed.
import { z } from "zod";

import { parseObject } from "../../../core/parse-object.ts";

/** Beside what is exported. */
export const EXPORT_MARK = "schoolbook.json";

export const EXPORT_KIND = "adapter-export";

const MARK = z.looseObject({
  kind: z.literal(EXPORT_KIND),
  version: z.literal(1),
  files: z.array(z.string()),
  adapter: z.looseObject({ name: z.string() }),
});

/** Undefined where no export of ours wrote the mark. */
export function exportedFiles(text: string): readonly string[] | undefined {
  const mark = MARK.safeParse(parseObject(text));
  return mark.success ? mark.data.files : undefined;
}
