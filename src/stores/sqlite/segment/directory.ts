// What lies in which slot of a segment: its documents in slot order, and the length of each passage.

export type Directory = {
  readonly documents: number;
  readonly slots: number;
  /** Per document: the key of its first passage; the others follow it. */
  readonly firstPassages: Float64Array;
  /** Per document: its key. */
  readonly documentKeys: Uint32Array;
  /** Per document: how many passages it has, and so how many slots. */
  readonly passageCounts: Uint32Array;
  /** Per slot: how many terms the passage holds. */
  readonly lengths: Uint32Array;
};

export type DirectoryEntry = {
  readonly document: number;
  readonly firstPassage: number;
  readonly lengths: ArrayLike<number>;
};

const HEAD_BYTES = 8;

export function buildDirectory(entries: readonly DirectoryEntry[]): Directory {
  const slots = entries.reduce((sum, { lengths }) => sum + lengths.length, 0);
  const directory = decodeDirectory(emptyDirectory(entries.length, slots));
  let slot = 0;
  for (const [index, { document, firstPassage, lengths }] of entries.entries()) {
    directory.firstPassages[index] = firstPassage;
    directory.documentKeys[index] = document;
    directory.passageCounts[index] = lengths.length;
    directory.lengths.set(lengths, slot);
    slot += lengths.length;
  }
  return directory;
}

function emptyDirectory(documents: number, slots: number): Uint8Array {
  const bytes = new Uint8Array(HEAD_BYTES + documents * 16 + slots * 4);
  new Uint32Array(bytes.buffer, 0, 2).set([documents, slots]);
  return bytes;
}

export function encodeDirectory(directory: Directory): Uint8Array {
  const bytes = emptyDirectory(directory.documents, directory.slots);
  const copy = decodeDirectory(bytes);
  copy.firstPassages.set(directory.firstPassages);
  copy.documentKeys.set(directory.documentKeys);
  copy.passageCounts.set(directory.passageCounts);
  copy.lengths.set(directory.lengths);
  return bytes;
}

/** Views into the bytes, without copying them where they are aligned. */
export function decodeDirectory(bytes: Uint8Array): Directory {
  const { buffer, byteOffset } = bytes.byteOffset % 8 === 0 ? bytes : bytes.slice();
  const [documents = 0, slots = 0] = new Uint32Array(buffer, byteOffset, 2);
  if (bytes.length !== HEAD_BYTES + documents * 16 + slots * 4) throw new RangeError("A directory has the wrong size.");
  const keys = byteOffset + HEAD_BYTES + documents * 8;
  return {
    documents,
    slots,
    firstPassages: new Float64Array(buffer, byteOffset + HEAD_BYTES, documents),
    documentKeys: new Uint32Array(buffer, keys, documents),
    passageCounts: new Uint32Array(buffer, keys + documents * 4, documents),
    lengths: new Uint32Array(buffer, keys + documents * 8, slots),
  };
}

export function isSet(bits: Uint8Array, index: number): boolean {
  return (((bits[index >> 3] ?? 0) >> (index & 7)) & 1) === 1;
}

export function setBit(bits: Uint8Array, index: number): void {
  bits[index >> 3] = (bits[index >> 3] ?? 0) | (1 << (index & 7));
}
