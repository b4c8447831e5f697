// Bytes to text: byte order marks, declared charsets, UTF-8, and a stated fallback for the rest.
import { isAscii, isUtf8 } from "node:buffer";

import { parseFailure } from "./parse-failure.ts";

export type DecodedText = {
  readonly text: string;
  readonly warnings: readonly string[];
};

const INSPECTED_BYTES = 65_536;

type Mark = { readonly bytes: readonly number[]; readonly encoding: string };

const MARKS: readonly Mark[] = [
  { bytes: [0xff, 0xfe, 0, 0], encoding: "utf-32le" },
  { bytes: [0, 0, 0xfe, 0xff], encoding: "utf-32be" },
  { bytes: [0xef, 0xbb, 0xbf], encoding: "utf-8" },
  { bytes: [0xff, 0xfe], encoding: "utf-16le" },
  { bytes: [0xfe, 0xff], encoding: "utf-16be" },
];

/** Decodes a text file; throws `parse_failed` when the bytes are not text in any way that can be told. */
export function decodeText(bytes: Uint8Array, fileName: string, declared?: string): DecodedText {
  if (isAscii(bytes) && !bytes.includes(0)) return { text: latin1(bytes), warnings: [] };
  const isPlain = bytes[0] !== 0xef && isUtf8(bytes) && !bytes.includes(0);
  if (isPlain) return { text: utf8(bytes), warnings: [] };
  const mark = MARKS.find((candidate) => candidate.bytes.every((byte, index) => bytes[index] === byte));
  if (mark !== undefined) return decodeAs(mark.encoding, bytes.subarray(mark.bytes.length));
  const wide = wideEncoding(bytes);
  if (wide !== undefined) return decodeAs(wide, bytes);
  refuseBinary(bytes, fileName);
  if (isUtf8(bytes)) return { text: utf8(bytes), warnings: [] };
  return decodeLegacy(bytes, declared);
}

/** Decodes with a named charset, or as UTF-8 when the name is unknown; never throws. */
export function decodeAs(encoding: string, bytes: Uint8Array): DecodedText {
  const name = encoding.trim().toLowerCase();
  if (name.startsWith("utf-32")) return { text: utf32(bytes, name === "utf-32le"), warnings: [] };
  try {
    const text = new TextDecoder(name).decode(bytes);
    return { text, warnings: text.includes("\ufffd") ? [`Some bytes are not valid ${name} and became \ufffd.`] : [] };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return { text: utf8(bytes), warnings: [`The charset "${name.slice(0, 40)}" is unknown; it was read as UTF-8.`] };
  }
}

function decodeLegacy(bytes: Uint8Array, declared: string | undefined): DecodedText {
  if (declared !== undefined && !/^utf-?8$/i.test(declared.trim())) return decodeAs(declared, bytes);
  if (mostlyUtf8(bytes)) return decodeAs("utf-8", bytes);
  const text = new TextDecoder("windows-1252").decode(bytes);
  return { text, warnings: ["The text is not UTF-8; it was read as Windows-1252 (Latin-1)."] };
}

/** A UTF-8 file with a few broken bytes, or cut off in the middle of a character. */
function mostlyUtf8(bytes: Uint8Array): boolean {
  const sample = bytes.subarray(0, INSPECTED_BYTES);
  const text = utf8(sample);
  let broken = 0;
  let wide = 0;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code === 0xfffd) broken += 1;
    else if (code > 127) wide += 1;
  }
  return wide > 0 && broken <= Math.max(1, wide / 20);
}

/** UTF-16 without a mark: every other byte of mostly Latin text is zero. */
function wideEncoding(bytes: Uint8Array): string | undefined {
  const length = Math.min(bytes.length, 4096) & ~1;
  if (length < 4) return undefined;
  const zeros = [0, 0];
  for (let index = 0; index < length; index += 1) {
    if (bytes[index] === 0) zeros[index & 1] = (zeros[index & 1] ?? 0) + 1;
  }
  const [even = 0, odd = 0] = zeros;
  const many = length * 0.2;
  if (odd > many && even < length * 0.01) return "utf-16le";
  if (even > many && odd < length * 0.01) return "utf-16be";
  return undefined;
}

function refuseBinary(bytes: Uint8Array, fileName: string): void {
  const sample = bytes.subarray(0, INSPECTED_BYTES);
  let controls = 0;
  let zeros = 0;
  for (const byte of sample) {
    if (byte === 0) zeros += 1;
    else if (byte < 32 && (byte < 8 || byte > 13) && byte !== 27) controls += 1;
  }
  if (zeros * 1000 > sample.length) throw parseFailure(fileName, "it holds NUL bytes; it is not text");
  if (controls * 20 > sample.length) throw parseFailure(fileName, "it holds control characters; it is not text");
}

function utf32(bytes: Uint8Array, littleEndian: boolean): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const parts: string[] = [];
  for (let offset = 0; offset + 4 <= bytes.length; offset += 4) {
    const code = view.getUint32(offset, littleEndian);
    parts.push(code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff) ? "\ufffd" : String.fromCodePoint(code));
  }
  return parts.join("");
}

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");
}

function utf8(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("utf8");
}
