// Many access lists in one blob: each as its length and its members.

/** Lists by their place in the block; a place without a list holds an empty one. */
export function joinLists(lists: readonly (Uint32Array | undefined)[]): Uint8Array {
  const parts = Array.from(lists, (members) => members ?? new Uint32Array(0));
  const words = new Uint32Array(parts.reduce((sum, members) => sum + 1 + members.length, 0));
  let at = 0;
  for (const members of parts) {
    words[at++] = members.length;
    words.set(members, at);
    at += members.length;
  }
  return new Uint8Array(words.buffer);
}

/** Lengths and members by turns, as they are stored. */
export function wordsOf(bytes: Uint8Array): Uint32Array {
  return new Uint32Array(bytes.buffer, bytes.byteOffset, Math.floor(bytes.byteLength / 4));
}

export function splitLists(bytes: Uint8Array): Uint32Array[] {
  const words = wordsOf(bytes);
  const lists: Uint32Array[] = [];
  for (let at = 0; at < words.length;) {
    const end = at + 1 + (words[at] ?? 0);
    lists.push(words.subarray(at + 1, end));
    at = end;
  }
  return lists;
}
