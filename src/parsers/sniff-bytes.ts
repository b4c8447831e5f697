// Tells from its first bytes what a file is, whatever it is called.
import { isUtf8 } from "node:buffer";

export type ByteFormat =
  | { readonly kind: "format"; readonly extension: string }
  /** Known, and nothing that can be read. */
  | { readonly kind: "refused"; readonly reason: string }
  | { readonly kind: "text" };

const TEXT: ByteFormat = { kind: "text" };

const SIGNATURES: readonly (readonly [string, string])[] = [
  ["89504e470d0a1a0a", "a PNG image"],
  ["ffd8ff", "a JPEG image"],
  ["474946383", "a GIF image"],
  ["52494646", "an audio, video or image file (RIFF)"],
  ["424d", "a bitmap image"],
  ["49492a00", "a TIFF image"],
  ["4d4d002a", "a TIFF image"],
  ["1f8b", "a gzip archive"],
  ["425a68", "a bzip2 archive"],
  ["fd377a585a00", "an xz archive"],
  ["28b52ffd", "a Zstandard archive"],
  ["377abcaf271c", "a 7-Zip archive"],
  ["526172211a07", "a RAR archive"],
  ["7f454c46", "a program (ELF)"],
  ["4d5a9000", "a Windows program"],
  ["cafebabe", "a Java class or macOS program"],
  ["cffaedfe", "a macOS program"],
  ["0061736d", "a WebAssembly module"],
  ["53514c69746520666f726d6174203300", "a SQLite database"],
  ["494433", "an audio file"],
  ["4f676753", "an audio file"],
  ["7b5c727466", "an RTF document"],
];

const SHORT_SIGNATURE = 6;
const TAIL_BYTES = 1_000_000;
const OFFICE_PARTS: readonly (readonly [string, string])[] = [
  ["word/document.xml", ".docx"],
  ["ppt/presentation.xml", ".pptx"],
  ["xl/workbook.", ".xlsx"],
  ["META-INF/container.xml", ".epub"],
  ["word/", ".docx"],
  ["ppt/", ".pptx"],
  ["xl/", ".xlsx"],
];

/** What the bytes say; "text" when nothing speaks against it. */
export function sniffBytes(bytes: Uint8Array): ByteFormat {
  const head = latin1(bytes, 0, 1024);
  if (head.includes("%PDF-")) return { kind: "format", extension: ".pdf" };
  const hex = Buffer.from(head.slice(0, 16), "latin1").toString("hex");
  if (hex.startsWith("504b0304") || hex.startsWith("504b0506")) return sniffZip(bytes);
  if (hex.startsWith("d0cf11e0")) return sniffCompound(bytes);
  const known = SIGNATURES.find(([signature]) => hex.startsWith(signature));
  if (known !== undefined && (known[0].length > SHORT_SIGNATURE || !looksLikeText(bytes))) {
    return { kind: "refused", reason: `it is ${known[1]}` };
  }
  return TEXT;
}

/** Whether a text starts as an HTML page does. */
export function looksLikeHtml(bytes: Uint8Array): boolean {
  return /^\s*(?:<\?xml[^>]*>\s*)?(?:<!--[^>]*-->\s*)?(?:<!doctype\s+html|<html[\s>])/i.test(
    latin1(bytes, 0, 1024).replace(/^\xef\xbb\xbf/, ""),
  );
}

/** Text for sure: UTF-8 without NULs, as far as a sample shows. */
export function looksLikeText(bytes: Uint8Array): boolean {
  let end = Math.min(bytes.length, 8192);
  if (end < bytes.length) while (end > 0 && ((bytes[end] ?? 0) & 0xc0) === 0x80) end -= 1;
  const sample = bytes.subarray(0, end);
  return !sample.includes(0) && isUtf8(sample);
}

function sniffZip(bytes: Uint8Array): ByteFormat {
  const tail = latin1(bytes, Math.max(0, bytes.length - TAIL_BYTES), bytes.length);
  const head = latin1(bytes, 0, 4096);
  if (head.includes("mimetypeapplication/epub+zip")) return { kind: "format", extension: ".epub" };
  if (head.includes("mimetypeapplication/vnd.oasis")) {
    return { kind: "refused", reason: "it is an OpenDocument file; save it as DOCX, XLSX, PPTX or PDF" };
  }
  const part = OFFICE_PARTS.find(([name]) => tail.includes(name)) ?? OFFICE_PARTS.find(([name]) => head.includes(name));
  return part === undefined
    ? { kind: "refused", reason: "it is a ZIP archive; unpack it and add what is inside" }
    : { kind: "format", extension: part[1] };
}

function sniffCompound(bytes: Uint8Array): ByteFormat {
  const whole = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const isEncrypted = whole.includes(Buffer.from("EncryptedPackage", "utf16le"));
  const reason = isEncrypted
    ? "it is protected by a password"
    : "it is in an old binary Office format; save it as DOCX, XLSX or PPTX";
  return { kind: "refused", reason };
}

function latin1(bytes: Uint8Array, start: number, end: number): string {
  const stop = Math.min(end, bytes.length);
  return Buffer.from(bytes.buffer, bytes.byteOffset + start, Math.max(0, stop - start)).toString("latin1");
}
