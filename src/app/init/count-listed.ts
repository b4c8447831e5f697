// How many documents a proposed source has: its own listing is counted, so that init says what a sync will find.
import type { Runtime } from "../../core/runtime.ts";
import { createSource, SOURCE_SCHEMA } from "../../sources/registry.ts";
import { isReadable } from "../project/is-readable.ts";
import type { FoundSource } from "./inspect-folder.ts";

export type ListedCount = {
  /** How many files or rows it would read. */
  readonly documents: number;
  /** True where counting was stopped, and there are more. */
  readonly isMore: boolean;
};

const COUNT_LIMIT = 20_000;

export async function countListed(
  { name, settings }: FoundSource,
  { folder, runtime }: { readonly folder: string; readonly runtime: Runtime },
): Promise<ListedCount> {
  const options = SOURCE_SCHEMA.parse(settings);
  const source = createSource(options, { name, projectFolder: folder, runtime, offline: true, isReadable });
  let documents = 0;
  try {
    for await (const { kind } of source.list({ state: undefined })) {
      if (documents === COUNT_LIMIT) return { documents, isMore: true };
      if (kind === "document") documents += 1;
    }
  } catch {
    // why: a folder that cannot be listed to its end, or a table with a broken row, is proposed all the same; the sync says why.
    return { documents, isMore: true };
  }
  return { documents, isMore: false };
}
