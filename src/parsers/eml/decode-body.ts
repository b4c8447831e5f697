// The words of one part of a mail: transfer encoding, charset, flowed lines.
import { isUtf8 } from "node:buffer";

import { decodeAs } from "../reading/decode-text.ts";
import type { Headers } from "./mime-headers.ts";

/** Decodes a part that stands in bytes read as Latin-1. */
export function decodeBody(raw: string, headers: Headers): string {
  const bytes = transferDecoded(raw, headers.value("content-transfer-encoding"));
  const text = charsetDecoded(bytes, headers.parameter("content-type", "charset"));
  const isFlowed = headers.parameter("content-type", "format").toLowerCase() === "flowed";
  const lines = text.replace(/\r\n?/g, "\n");
  return isFlowed ? unflow(lines, headers.parameter("content-type", "delsp").toLowerCase() === "yes") : lines;
}

function transferDecoded(raw: string, encoding: string): Buffer {
  if (encoding === "base64") return Buffer.from(raw, "base64");
  if (encoding !== "quoted-printable") return Buffer.from(raw, "latin1");
  const decoded = raw
    .replace(/=[ \t]*\r?\n/g, "")
    .replace(/=([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(decoded, "latin1");
}

function charsetDecoded(bytes: Buffer, charset: string): string {
  const isSaid = charset !== "" && !/^(?:us-ascii|utf-?8)$/i.test(charset);
  if (isSaid && !/^(?:unknown-8bit|x-unknown)$/i.test(charset)) return decodeAs(charset, bytes).text;
  return isUtf8(bytes) ? bytes.toString("utf8") : new TextDecoder("windows-1252").decode(bytes);
}

/** Lines that end in a space go on in the next one, at the same depth of quotation. */
function unflow(text: string, dropSpace: boolean): string {
  const lines: string[] = [];
  let open = false;
  let depth = 0;
  for (const line of text.split("\n")) {
    const quotes = /^>*/.exec(line)?.[0].length ?? 0;
    const words = line.slice(quotes).replace(/^ /, "");
    const before = lines.at(-1);
    if (open && quotes === depth && before !== undefined && words !== "-- ") {
      lines[lines.length - 1] = (dropSpace ? before.slice(0, -1) : before) + words;
    } else lines.push(quotes === 0 ? words : `${">".repeat(quotes)} ${words}`);
    open = words.endsWith(" ") && words !== "-- ";
    depth = quotes;
  }
  return lines.join("\n");
}
