// What every parser must do, as data: run each check with a sample of your own format.
import { deepEqual, equal, match, ok } from "node:assert/strict";

import { SchoolbookError } from "../core/errors.ts";
import { seededRandom } from "../core/runtime.ts";
import type { ParsedDocument, ParseLimits, Parser } from "../spec/parser.ts";

/** A valid file of the format, and words that must come out of it in this order. */
export type ParserSample = {
  readonly parser: Parser;
  readonly fileName: string;
  readonly bytes: Uint8Array;
  readonly words: readonly string[];
};

export type ParserCase = {
  readonly name: string;
  readonly check: (create: () => ParserSample) => Promise<void>;
};

const LIMITS: ParseLimits = { maxBytes: 50_000_000, maxChars: 10_000_000, maxPages: 100 };
const CUTS = 40;
const MUTANTS = 60;
const BLOBS = 30;

/** Written out again here on purpose: the suite does not trust the parser's own list of what is invisible. */
const FORBIDDEN = new RegExp(
  "[\\u0000-\\u0008\\u000b-\\u001f\\u007f-\\u009f\\u00ad\\u034f\\u061c\\u115f\\u1160\\u200b\\u200e\\u200f\\u2028-\\u202e" +
    "\\u2060-\\u206f\\u3164\\ufeff\\uffa0]|\\udb40[\\udc00-\\udfff]|[\\ufe00-\\ufe0f]{2}|[a-z][\\u200c\\u200d]",
  "iu",
);

/** Holds a parser to `spec/parser.ts` with valid, damaged and nonsensical files. */
export const PARSER_SUITE: readonly ParserCase[] = [
  {
    name: "the words of a valid file come out in order, and the document is sound",
    async check(create) {
      const { words, ...file } = create();
      const document = await parse(file);
      checkSound(document);
      let from = 0;
      for (const word of words) {
        const at = document.text.indexOf(word, from);
        ok(at !== -1, `"${word}" is not in the text after position ${from}: ${document.text.slice(0, 500)}`);
        from = at + word.length;
      }
    },
  },
  {
    name: "the same bytes give the same document, and are left as they were",
    async check(create) {
      const file = create();
      const before = Uint8Array.from(file.bytes);
      const first = await parse(file);
      deepEqual(await parse(file), first);
      ok(Buffer.from(before).equals(file.bytes), "the parser changed the bytes it was given");
    },
  },
  {
    name: "an empty file is an empty document or parse_failed",
    async check(create) {
      const document = await attempt({ ...create(), bytes: new Uint8Array() });
      if (document !== undefined) equal(document.text, "");
    },
  },
  {
    name: "a file that is cut off anywhere is read as far as it goes or is parse_failed",
    async check(create) {
      const { bytes, ...file } = create();
      for (let cut = 1; cut < CUTS; cut += 1) {
        await attempt({ ...file, bytes: bytes.subarray(0, Math.floor((bytes.length * cut) / CUTS)) });
      }
      for (let end = 1; end <= Math.min(8, bytes.length); end += 1)
        await attempt({ ...file, bytes: bytes.subarray(0, -end) });
    },
  },
  {
    name: "a file with damaged bytes is read or is parse_failed",
    async check(create) {
      const { bytes, ...file } = create();
      const random = seededRandom(1);
      for (let count = 0; count < MUTANTS; count += 1) await attempt({ ...file, bytes: mutate(bytes, random) });
    },
  },
  {
    name: "random bytes are read or are parse_failed",
    async check(create) {
      const file = create();
      const random = seededRandom(2);
      for (let count = 0; count < BLOBS; count += 1) {
        const bytes = Uint8Array.from({ length: Math.floor(random() * 5000) }, () => Math.floor(random() * 256));
        await attempt({ ...file, bytes });
        await attempt({ ...file, bytes: Buffer.concat([file.bytes.subarray(0, 64), bytes]) });
      }
    },
  },
  {
    name: "a file above the size limit is parse_failed",
    async check(create) {
      const file = create();
      await refused(file, { ...LIMITS, maxBytes: file.bytes.length - 1 });
    },
  },
  {
    name: "more text than the limit is parse_failed",
    async check(create) {
      const file = create();
      const { text } = await parse(file);
      await refused(file, { ...LIMITS, maxChars: Math.floor(text.length / 2) });
    },
  },
  {
    name: "its id carries a version, its extensions and media types are in lower case",
    async check(create) {
      const { parser } = create();
      match(parser.id, /^[a-z]+@\d+$/);
      for (const extension of parser.extensions) match(extension, /^\.[a-z0-9+_-]+$/);
      for (const mediaType of parser.mediaTypes) match(mediaType, /^[a-z]+\/[a-z0-9.+-]+$/);
    },
  },
];

type File = Pick<ParserSample, "parser" | "fileName" | "bytes">;

async function parse({ parser, fileName, bytes }: File, limits = LIMITS): Promise<ParsedDocument> {
  return await parser.parse({ bytes, fileName, limits });
}

/** The document, held to what must be true of any; undefined when the parser refused with `parse_failed`. */
async function attempt(file: File): Promise<ParsedDocument | undefined> {
  try {
    const document = await parse(file);
    checkSound(document);
    return document;
  } catch (error) {
    checkRefusal(error, file.fileName);
    return undefined;
  }
}

async function refused(file: File, limits: ParseLimits): Promise<void> {
  try {
    await parse(file, limits);
  } catch (error) {
    checkRefusal(error, file.fileName);
    return;
  }
  ok(false, "the parser read a file beyond its limits");
}

function checkRefusal(error: unknown, fileName: string): void {
  if (!(error instanceof SchoolbookError)) throw error;
  equal(error.code, "parse_failed");
  ok(error.message.startsWith(`${fileName}: `), `the message does not begin with the file: ${error.message}`);
}

function checkSound({ text, landmarks, metadata, warnings, acl, title }: ParsedDocument): void {
  const found = FORBIDDEN.exec(text);
  equal(found, null, `position ${found?.index} of the text holds U+${found?.[0].codePointAt(0)?.toString(16)}`);
  ok(text.isWellFormed(), "the text holds half a surrogate pair");
  let before = -1;
  for (const { offset, label } of landmarks) {
    ok(Number.isSafeInteger(offset) && offset > before && offset < text.length, `landmark "${label}" is at ${offset}`);
    ok(label !== "", "a landmark has no label");
    before = offset;
  }
  for (const warning of warnings) ok(typeof warning === "string" && warning !== "", "a warning is no text");
  for (const name of acl ?? []) ok(typeof name === "string" && name !== "", "the access list holds no name");
  ok(title === undefined || title.trim() !== "", "the title is empty");
  for (const [name, value] of Object.entries(metadata)) {
    const values = Array.isArray(value) ? value : [value];
    ok(
      values.every((each) => ["string", "number", "boolean"].includes(typeof each)),
      `metadata "${name}" is nested`,
    );
    ok(!values.some((each) => Number.isNaN(each)), `metadata "${name}" is no number`);
  }
}

function mutate(bytes: Uint8Array, random: () => number): Uint8Array {
  const mutant = Uint8Array.from(bytes);
  const changes = 1 + Math.floor(random() * 12);
  for (let count = 0; count < changes; count += 1) {
    mutant[Math.floor(random() * mutant.length)] = Math.floor(random() * 256);
  }
  const from = Math.floor(random() * mutant.length);
  const length = Math.floor(random() * 40);
  if (random() < 0.3) mutant.copyWithin(Math.floor(random() * mutant.length), from, from + length);
  return mutant;
}
