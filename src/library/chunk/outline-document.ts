// Reads a document's structure, whatever its format: its units and its tree of sections.
import { createTokenCounter } from "../../core/estimate-tokens.ts";
import type { Document } from "../../spec/document.ts";
import { type ChunkOptions, chunkOptions } from "./chunk-options.ts";
import { createOutlineBuilder, type Outline, sumSections, type Task } from "./outline.ts";
import { scanCode } from "./scan-code.ts";
import { scanMarkdown } from "./scan-markdown.ts";
import { scanTable } from "./scan-table.ts";
import { scanText } from "./scan-text.ts";

export type ChunkInput = Pick<Document, "text" | "format" | "landmarks" | "title">;

export type Outlined = { readonly outline: Outline; readonly task: Task };

const SCANNERS = { markdown: scanMarkdown, text: scanText, code: scanCode, table: scanTable };

export function outlineDocument(document: ChunkInput, options: Partial<ChunkOptions> = {}): Outlined {
  const { text } = document;
  const task: Task = {
    text,
    options: chunkOptions(options),
    countTokens: createTokenCounter(text),
    work: { steps: 0 },
  };
  const landmarks = document.landmarks.map((landmark) => landmark.offset).toSorted((one, other) => one - other);
  const builder = createOutlineBuilder(text, landmarks);
  SCANNERS[document.format](task, builder);
  sumSections(builder.outline.sections);
  return { outline: builder.outline, task };
}
