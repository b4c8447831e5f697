// Where the blocks and chunks of a segment lie in their tables.

const PARTS_PER_SEGMENT = 2 ** 20;

/** The keys of a segment's parts lie from the first to below the second, numbered from 0. */
export function partKeys(segment: number): readonly [number, number] {
  return [segment * PARTS_PER_SEGMENT, (segment + 1) * PARTS_PER_SEGMENT];
}
