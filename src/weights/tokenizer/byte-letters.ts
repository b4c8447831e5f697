// The letters that stand for bytes in the vocabularies of byte-level tokenizers: printable ones for themselves, the rest shifted.

/** The letter of each byte, by GPT-2's table. */
export const BYTE_LETTERS: readonly string[] = byteLetters();

/** The byte of each letter. */
export const LETTER_BYTES: ReadonlyMap<string, number> = new Map(BYTE_LETTERS.map((letter, byte) => [letter, byte]));

function byteLetters(): readonly string[] {
  let shifted = 0x100;
  return Array.from({ length: 256 }, (_, byte) => {
    if (isPrintable(byte)) return String.fromCodePoint(byte);
    shifted += 1;
    return String.fromCodePoint(shifted - 1);
  });
}

function isPrintable(byte: number): boolean {
  return (byte >= 0x21 && byte <= 0x7e) || (byte >= 0xa1 && byte <= 0xac) || (byte >= 0xae && byte <= 0xff);
}
