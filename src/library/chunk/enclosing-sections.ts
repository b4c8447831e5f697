// The larger piece around a passage: its section when that is of a size to be read whole, otherwise its neighbours.
import type { Span } from "../../spec/document.ts";
import type { ChunkOptions } from "./chunk-options.ts";
import type { Outline, Section } from "./outline.ts";

export type Sized = Span & {
  /** The deepest section that holds all of the passage. */
  readonly section: number;
  readonly tokens: number;
};

/**
 * For each passage the largest section around it that fits `parentTokens`; in a section that does not fit, a row of
 * neighbouring passages of it that does.
 */
export function findParents(passages: readonly Sized[], outline: Outline, options: ChunkOptions): readonly Span[] {
  const parents: Span[] = [];
  let run: Sized[] = [];
  let runTokens = 0;
  function flush(): void {
    const span = { start: run[0]?.start ?? 0, end: run.at(-1)?.end ?? 0 };
    for (let index = 0; index < run.length; index += 1) parents.push(span);
    run = [];
    runTokens = 0;
  }
  for (const passage of passages) {
    const section = fittingSection(outline.sections, passage.section, options.parentTokens);
    if (section !== undefined) {
      flush();
      parents.push(contentOf(section, passage));
      continue;
    }
    const follows = run[0]?.section === passage.section && runTokens + passage.tokens <= options.parentTokens;
    if (!follows) flush();
    run.push(passage);
    runTokens += passage.tokens;
  }
  flush();
  return parents;
}

function fittingSection(sections: readonly Section[], index: number, most: number): Section | undefined {
  let found: Section | undefined;
  for (let section = sections[index]; section !== undefined; section = sections[section.parent]) {
    if (section.tokens > most) break;
    found = section;
  }
  return found;
}

function contentOf(section: Section, passage: Span): Span {
  return { start: Math.min(section.start, passage.start), end: Math.max(section.end, passage.end) };
}
