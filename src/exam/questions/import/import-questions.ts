// One door for all formats that questions are imported from.
import { SchoolbookError } from "../../../core/errors.ts";
import { importRagas } from "./import-ragas.ts";
import { importTable, type TableOptions } from "./import-table.ts";
import type { Imported, ImportFile } from "./imported.ts";
import { importOpenAiEvals } from "./openai-evals/import-openai-evals.ts";
import { importPromptfoo } from "./promptfoo/import-promptfoo.ts";

const IMPORTERS = {
  promptfoo: importPromptfoo,
  "openai-evals": importOpenAiEvals,
  ragas: importRagas,
  table: importTable,
} as const;

export type ImportFormat = keyof typeof IMPORTERS;

export const IMPORT_FORMATS = Object.keys(IMPORTERS).filter((name): name is ImportFormat => name in IMPORTERS);

/** Everything that the file holds is in the questions or in the list of what was left out. */
export function importQuestions(
  file: ImportFile,
  options: TableOptions & { readonly format?: ImportFormat | undefined },
): Imported {
  return IMPORTERS[options.format ?? guessFormat(file)](file, options);
}

/** By the names that only one of the formats uses. Throws where that tells nothing. */
export function guessFormat({ name, text }: ImportFile): ImportFormat {
  const start = text.slice(0, 20_000);
  if (/\buser_input\b|\bground_truths?\b|\breference_contexts\b/u.test(start)) return "ragas";
  if (/\btesting_criteria\b|\bdatasource_item\b|\bsamples_jsonl\b|"ideal"\s*:|"item"\s*:\s*\{/u.test(start))
    return "openai-evals";
  if (
    /^\s*(?:- )?(?:tests|assert|vars|defaultTest|providers|prompts):/mu.test(start) ||
    /(?:^|,)\s*"?__expected/mu.test(start)
  )
    return "promptfoo";
  if (/"(?:assert|vars)"\s*:/u.test(start)) return "promptfoo";
  if (/\.(?:csv|tsv)$/iu.test(name)) return "table";
  throw new SchoolbookError("input_invalid", `${name}: it cannot be told which tool wrote it.`, {
    hint: `Say it with --format: one of ${IMPORT_FORMATS.join(", ")}.`,
  });
}
