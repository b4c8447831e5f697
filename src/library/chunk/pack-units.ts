// Groups units into passages: the cheapest grouping between cut points that the text itself fixes.
import type { ChunkOptions } from "./chunk-options.ts";
import { findAnchors } from "./find-anchors.ts";
import { groupByPrice } from "./group-by-price.ts";
import type { Outline, Task } from "./outline.ts";

/** Units `[from, to)` that make one passage. */
export type Group = { readonly from: number; readonly to: number };

/** Every unit goes into one group; the groups are in order. */
export function packUnits(task: Task, outline: Outline): readonly Group[] {
  const groups: Group[] = [];
  const { units } = outline;
  let from = 0;
  for (let index = 1; index <= units.length; index += 1) {
    if (index < units.length && !isHardCut(outline, index, task.options)) continue;
    packRun(task, outline, { from, to: index }, groups);
    from = index;
  }
  return groups;
}

/**
 * A heading ends the passage before it unless a whole section is tiny: the section that it opens, or what stands before it
 * under the same parent. Then the two may share a passage, when that is the better size.
 */
function isHardCut({ units, sections }: Outline, index: number, options: ChunkOptions): boolean {
  const unit = units[index];
  if (unit?.kind !== "heading") return false;
  const section = sections[unit.section];
  if (section === undefined) return false;
  const { parent, previous } = section;
  const left = previous === undefined ? sections[parent]?.ownTokens : sections[previous]?.tokens;
  if ((left ?? 0) < options.tinyTokens) return false;
  const before = units[index - 1]?.section;
  return section.tokens >= options.tinyTokens || (before !== parent && before !== previous);
}

/** What lies between two hard cuts is one passage when it is no larger than the target. */
function packRun(task: Task, { units }: Outline, run: Group, groups: Group[]): void {
  let tokens = 0;
  for (let index = run.from; index < run.to; index += 1) tokens += units[index]?.tokens ?? 0;
  if (run.to - run.from === 1 || tokens <= task.options.targetTokens) {
    if (run.to > run.from) groups.push(run);
    return;
  }
  let start = run.from;
  for (const anchor of findAnchors(task, units, run, tokens)) {
    groupByPrice(task, units, { from: start, to: anchor }, groups);
    start = anchor;
  }
  groupByPrice(task, units, { from: start, to: run.to }, groups);
}
