// Document texts in pieces, so that a passage of a long text is read without reading all of it.

/** How many UTF-16 units a piece holds. */
export const PIECE_UNITS = 16_384;

/** Piece numbers below this follow each other in one document's range of keys. */
const PIECES_PER_DOCUMENT = 2 ** 20;

export const UTF8 = 0;
export const UTF16 = 1;

export type TextPiece = {
  readonly encoding: number;
  readonly body: Uint8Array;
};

/** The keys of a document's pieces lie from the first to below the second. */
export function pieceKeys(document: number): readonly [number, number] {
  return [document * PIECES_PER_DOCUMENT, (document + 1) * PIECES_PER_DOCUMENT];
}

export function cutText(text: string): readonly TextPiece[] {
  const pieces: TextPiece[] = [];
  for (let start = 0; start < text.length; start += PIECE_UNITS)
    pieces.push(encodePiece(text.slice(start, start + PIECE_UNITS)));
  return pieces;
}

/** UTF-8 where it is lossless; a piece with half a surrogate pair at its edge or inside keeps its UTF-16 units. */
function encodePiece(piece: string): TextPiece {
  if (piece.isWellFormed()) return { encoding: UTF8, body: Buffer.from(piece, "utf8") };
  return { encoding: UTF16, body: Buffer.from(piece, "utf16le") };
}

export function decodePiece({ encoding, body }: TextPiece): string {
  const buffer = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  return buffer.toString(encoding === UTF16 ? "utf16le" : "utf8");
}
