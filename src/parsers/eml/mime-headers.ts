// The head of a mail or of one of its parts: folded lines, encoded words, parameters.
import { isUtf8 } from "node:buffer";

import { decodeAs } from "../reading/decode-text.ts";
import { oneLine } from "../reading/markdown-writer.ts";

export type Headers = {
  /** The first header of a name, decoded, on one line; empty when there is none. */
  get(name: string): string;
  /** A header's value without its parameters, in lower case. */
  value(name: string): string;
  parameter(name: string, parameter: string): string;
};

const LONGEST_HEAD = 262_144;
const MOST_HEADERS = 1000;
const LONGEST_VALUE = 32_768;
const ENCODED_WORD = /=\?([^?\s]{1,40})\?([bq])\?([^?\s]*)\?=/gi;

/** Reads the headers at `start` of bytes that were read as Latin-1, and says where the body begins. */
export function readHeaders(
  raw: string,
  start: number,
  end: number,
): { readonly headers: Headers; readonly body: number } {
  const stop = Math.min(end, start + LONGEST_HEAD);
  const fields = new Map<string, string>();
  let at = start;
  let name = "";
  for (let count = 0; at < stop && count < MOST_HEADERS; count += 1) {
    const newline = raw.indexOf("\n", at);
    const lineEnd = newline === -1 || newline > end ? end : newline;
    const line = raw.slice(at, lineEnd).replace(/\r$/, "");
    if (line.trim() === "") return { headers: createHeaders(fields), body: Math.min(lineEnd + 1, end) };
    if (/^[ \t]/.test(line)) extend(fields, name, line);
    else {
      const colon = line.indexOf(":");
      if (colon <= 0 || /[\s]/.test(line.slice(0, colon).trimEnd())) {
        if (count === 0 && line.startsWith("From ")) {
          at = lineEnd + 1;
          continue;
        }
        return { headers: createHeaders(fields), body: at };
      }
      name = line.slice(0, colon).trim().toLowerCase();
      if (fields.has(name)) name = "";
      else fields.set(name, line.slice(colon + 1, LONGEST_VALUE).trim());
    }
    at = lineEnd + 1;
  }
  return { headers: createHeaders(fields), body: Math.min(at, end) };
}

function extend(fields: Map<string, string>, name: string, line: string): void {
  const before = fields.get(name);
  if (before !== undefined && before.length < LONGEST_VALUE) fields.set(name, `${before} ${line.trim()}`);
}

function createHeaders(fields: ReadonlyMap<string, string>): Headers {
  const raw = (name: string): string => fields.get(name) ?? "";
  return {
    get: (name) => oneLine(decodeWords(raw(name))).slice(0, 4000),
    value: (name) => (raw(name).split(";")[0] ?? "").trim().toLowerCase(),
    parameter: (name, parameter) => readParameter(raw(name), parameter),
  };
}

/** Decodes `=?utf-8?Q?words?=`; neighbours in one charset are put together before, for they may split a letter. */
export function decodeWords(value: string): string {
  const joined = value.replace(/\?=[ \t]+(?==\?)/g, "?=");
  let text = "";
  let last = 0;
  let pending: { readonly charset: string; readonly bytes: Buffer[] } | undefined;
  const flush = (): void => {
    if (pending !== undefined) text += decodeAs(pending.charset, Buffer.concat(pending.bytes)).text;
    pending = undefined;
  };
  for (const match of joined.matchAll(ENCODED_WORD)) {
    const [whole, charset = "", encoding = "", payload = ""] = match;
    if (match.index > last || pending?.charset !== charset) flush();
    text += eightBit(joined.slice(last, match.index));
    pending ??= { charset: charset.split("*")[0] ?? charset, bytes: [] };
    pending.bytes.push(encoding.toLowerCase() === "b" ? Buffer.from(payload, "base64") : quotedBytes(payload));
    last = match.index + whole.length;
  }
  flush();
  return text + eightBit(joined.slice(last));
}

function quotedBytes(payload: string): Buffer {
  const decoded = payload
    .replaceAll("_", " ")
    .replace(/=([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(decoded, "latin1");
}

/** Bytes above 127 in a header are against the rules and common; they are UTF-8 or Windows-1252. */
function eightBit(text: string): string {
  const bytes = Buffer.from(text, "latin1");
  return isUtf8(bytes) ? bytes.toString("utf8") : new TextDecoder("windows-1252").decode(bytes);
}

function readParameter(value: string, wanted: string): string {
  const parts = new Map<string, string>();
  for (const [, name = "", quoted, bare] of value.matchAll(
    /;\s*([\w*-]{1,60})\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;\s]*))/g,
  )) {
    parts.set(name.toLowerCase(), quoted === undefined ? (bare ?? "") : quoted.replace(/\\(.)/g, "$1"));
  }
  const plain = parts.get(wanted);
  if (plain !== undefined) return decodeWords(plain);
  const whole = parts.get(`${wanted}*`);
  if (whole !== undefined) return decodeExtended(whole);
  let joined = "";
  for (let index = 0; index < 100; index += 1) {
    const part = parts.get(`${wanted}*${index}*`) ?? parts.get(`${wanted}*${index}`);
    if (part === undefined) break;
    joined += part;
  }
  return parts.has(`${wanted}*0*`) ? decodeExtended(joined) : eightBit(joined);
}

/** `utf-8'en'na%C3%AFve.txt` */
function decodeExtended(value: string): string {
  const [, charset = "utf-8", text = value] = /^([^']{0,40})'[^']{0,40}'(.*)$/s.exec(value) ?? [];
  const bytes = text.replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return decodeAs(charset === "" ? "utf-8" : charset, Buffer.from(bytes, "latin1")).text;
}
