// Brings pages in other encodings to UTF-8, since what the answer said of them is lost on the way to the parser.

const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]);

/** The bytes in UTF-8; a mark in front overrules what the page itself claims. Unknown encodings are left as they are. */
export function toUtf8(bytes: Uint8Array, charset: string | undefined): Uint8Array {
  if (charset === undefined || charset === "utf-8" || charset === "utf8") return bytes;
  const text = decode(bytes, charset);
  return text === undefined ? bytes : Buffer.concat([BYTE_ORDER_MARK, Buffer.from(text)]);
}

function decode(bytes: Uint8Array, charset: string): string | undefined {
  try {
    return new TextDecoder(charset).decode(bytes);
  } catch {
    return undefined;
  }
}
