// Where the blocks and chunks of a segment lie in their tables.

const PARTS_PER_SEGMENT = 2 ** 26;

/** The keys of a segment's parts lie from the first to below the second, numbered from 0. */
export function partKeys(segment: number): readonly [number, number] {
  return [segment * PARTS_PER_SEGMENT, (segment + 1) * PARTS_PER_SEGMENT];
}

const PIECES_PER_CHUNK = 2 ** 10;

/** The keys of the pieces of one of a segment's chunks lie from the first to below the second. */
export function pieceKeysOf(segment: number, chunk: number): readonly [number, number] {
  const [first] = partKeys(segment);
  return [first + chunk * PIECES_PER_CHUNK, first + (chunk + 1) * PIECES_PER_CHUNK];
}
