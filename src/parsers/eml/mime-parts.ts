// Takes a mail apart: which parts are its words, which are attachments, whatever they are nested in.
import type { Headers } from "./mime-headers.ts";
import { readHeaders } from "./mime-headers.ts";

/** A part that holds words, or a mail inside the mail. */
export type BodyPart =
  | {
      readonly kind: "text";
      readonly headers: Headers;
      readonly start: number;
      readonly end: number;
      readonly isHtml: boolean;
    }
  | { readonly kind: "message"; readonly headers: Headers; readonly parts: readonly BodyPart[] };

export type Mail = {
  readonly headers: Headers;
  readonly parts: readonly BodyPart[];
  readonly attachments: readonly string[];
  readonly warnings: readonly string[];
};

type Reading = {
  readonly raw: string;
  readonly attachments: string[];
  readonly warnings: Set<string>;
  parts: number;
};

type Range = { readonly start: number; readonly end: number; readonly depth: number };

const DEEPEST = 20;
const MOST_PARTS = 2000;
const MOST_ATTACHMENTS = 500;
const STUB_CHARS = 20;

/** Reads the structure of a mail whose bytes were read as Latin-1. */
export function readMail(raw: string): Mail {
  const reading: Reading = { raw, attachments: [], warnings: new Set(), parts: 0 };
  const { headers, body } = readHeaders(raw, 0, raw.length);
  const parts = readPart(reading, headers, { start: body, end: raw.length, depth: 0 });
  return { headers, parts, attachments: reading.attachments, warnings: [...reading.warnings] };
}

function readPart(reading: Reading, headers: Headers, range: Range): readonly BodyPart[] {
  const type = headers.value("content-type") || "text/plain";
  reading.parts += 1;
  if (range.depth > DEEPEST || reading.parts > MOST_PARTS) {
    reading.warnings.add("The mail has too many parts inside parts; the deepest were left out.");
    return [];
  }
  if (type.startsWith("multipart/")) return readMultipart(reading, headers, { ...range, type });
  if (isAttachment(headers, type)) return addAttachment(reading, headers, type);
  if (type === "message/rfc822") return [readMessage(reading, range)];
  return [{ kind: "text", headers, start: range.start, end: range.end, isHtml: type !== "text/plain" }];
}

function isAttachment(headers: Headers, type: string): boolean {
  if (headers.value("content-disposition") === "attachment") return true;
  if (type === "message/rfc822") return false;
  return (type !== "text/plain" && type !== "text/html") || fileNameOf(headers) !== "";
}

function fileNameOf(headers: Headers): string {
  return headers.parameter("content-disposition", "filename") || headers.parameter("content-type", "name");
}

function addAttachment(reading: Reading, headers: Headers, type: string): readonly BodyPart[] {
  if (/pkcs7-mime|pgp-encrypted/.test(type)) reading.warnings.add("The mail is encrypted; only its headers were read.");
  const name = fileNameOf(headers) || (headers.value("content-disposition") === "attachment" ? type : "");
  if (name !== "" && reading.attachments.length < MOST_ATTACHMENTS) reading.attachments.push(name.slice(0, 300));
  return [];
}

function readMessage(reading: Reading, { start, end, depth }: Range): BodyPart {
  const { headers, body } = readHeaders(reading.raw, start, end);
  return { kind: "message", headers, parts: readPart(reading, headers, { start: body, end, depth: depth + 1 }) };
}

function readMultipart(
  reading: Reading,
  headers: Headers,
  range: Range & { readonly type: string },
): readonly BodyPart[] {
  const boundary = headers.parameter("content-type", "boundary");
  if (boundary === "") {
    reading.warnings.add("A part of the mail does not say where its pieces begin; it was left out.");
    return [];
  }
  const pieces = splitParts(reading.raw, boundary, range).map(({ start, end }) => {
    const part = readHeaders(reading.raw, start, end);
    return readPart(reading, part.headers, { start: part.body, end, depth: range.depth + 1 });
  });
  return range.type === "multipart/alternative" ? chooseAlternative(pieces, reading.raw) : pieces.flat();
}

/** Looks only inside the range, so that many parts without their boundary cannot each search the whole mail. */
function splitParts(raw: string, boundary: string, { start, end }: Range): readonly Omit<Range, "depth">[] {
  const text = raw.slice(start, end);
  const mark = `--${boundary}`;
  const parts: Omit<Range, "depth">[] = [];
  let open: number | undefined;
  for (let at = text.indexOf(mark); at !== -1; at = text.indexOf(mark, at + mark.length)) {
    const after = text.slice(at + mark.length, at + mark.length + 2);
    if ((at > 0 && text[at - 1] !== "\n") || !/^(?:--|\r|\n|[ \t]|$)/.test(after)) continue;
    if (open !== undefined) parts.push({ start: start + open, end: start + at });
    const newline = text.indexOf("\n", at);
    open = newline === -1 ? text.length : newline + 1;
    if (after === "--" || parts.length >= MOST_PARTS) return parts;
  }
  if (open !== undefined && open < text.length) parts.push({ start: start + open, end });
  return parts;
}

/** Plain words where there are any, else the richest version, which comes last. */
function chooseAlternative(versions: readonly (readonly BodyPart[])[], raw: string): readonly BodyPart[] {
  const filled = versions.filter((version) => version.length > 0);
  return filled.find((version) => version.every((part) => isPlain(part, raw))) ?? filled.at(-1) ?? [];
}

function isPlain(part: BodyPart, raw: string): boolean {
  if (part.kind !== "text" || part.isHtml) return false;
  return raw.slice(part.start, Math.min(part.end, part.start + 2000)).trim().length >= STUB_CHARS;
}
