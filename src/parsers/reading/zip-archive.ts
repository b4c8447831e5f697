// Reads single files out of a ZIP archive without believing anything that the archive says about its sizes.
import { crc32, inflateRawSync } from "node:zlib";

import { counted } from "../../core/counted.ts";
import type { ParseInput } from "../../spec/parser.ts";
import { parseFailure } from "./parse-failure.ts";

export type ZipArchive = {
  /** Names as they stand in the archive; nothing is ever written to a disk under them. */
  readonly names: readonly string[];
  /** One file, unpacked; undefined when there is none of that name. Upper and lower case count as the same. */
  read(name: string): Uint8Array | undefined;
};

type Entry = {
  readonly name: string;
  readonly flags: number;
  readonly method: number;
  readonly crc: number;
  readonly packedSize: number;
  readonly offset: number;
};

type Directory = { readonly offset: number; readonly size: number; readonly count: number; readonly shift: number };

const MOST_ENTRIES = 20_000;
/** Deflate cannot do better than 1,032 to 1; office files stay below 100. */
const HIGHEST_RATIO = 400;
const SMALL_BYTES = 4_000_000;
const LONGEST_COMMENT = 65_535;
const END = 0x06054b50;
const END64 = 0x06064b50;
const END64_LOCATOR = 0x07064b50;
const CENTRAL = 0x02014b50;
const LOCAL = 0x04034b50;
const MAX32 = 0xffffffff;
const SPLIT_HINT = "Split the file, raise the limit, or exclude it.";

/** Opens an archive; throws `parse_failed` when its directory is missing, broken or far too long. */
export function openZip({ bytes, fileName, limits }: ParseInput): ZipArchive {
  const fail = (reason: string, hint?: string) => parseFailure(fileName, reason, hint === undefined ? {} : { hint });
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const directory = findDirectory(view, fail);
  if (directory.count > MOST_ENTRIES) throw fail(`its ZIP directory claims ${directory.count} files`, SPLIT_HINT);
  const entries = readDirectory({ bytes, view, directory, fail });
  let left = limits.maxBytes;
  return {
    names: [...entries.values()].map((entry) => entry.name),
    read(name) {
      const entry = entries.get(key(name));
      if (entry === undefined) return undefined;
      const unpacked = unpack({ bytes, view, entry, fail, left });
      left -= unpacked.length;
      return unpacked;
    },
  };
}

type Fail = (reason: string, hint?: string) => Error;

function findDirectory(view: DataView, fail: Fail): Directory {
  const first = Math.max(0, view.byteLength - 22 - LONGEST_COMMENT);
  for (let at = view.byteLength - 22; at >= first; at -= 1) {
    if (view.getUint32(at, true) === END) return endOfDirectory(view, at, fail);
  }
  throw fail("the directory at the end of its ZIP archive is missing; the file is cut off or damaged");
}

function endOfDirectory(view: DataView, at: number, fail: Fail): Directory {
  const count = view.getUint16(at + 10, true);
  const size = view.getUint32(at + 12, true);
  const offset = view.getUint32(at + 16, true);
  const locator = at - 20;
  if ((count === 0xffff || size === MAX32 || offset === MAX32) && locator >= 0) {
    if (view.getUint32(locator, true) === END64_LOCATOR) return endOfDirectory64(view, locator, fail);
  }
  return placed({ offset, size, count, shift: at - size - offset }, view, fail);
}

function endOfDirectory64(view: DataView, locator: number, fail: Fail): Directory {
  const claimed = Number(view.getBigUint64(locator + 8, true));
  const at = [claimed, locator - 56].find(
    (place) => place >= 0 && place + 56 <= view.byteLength && view.getUint32(place, true) === END64,
  );
  if (at === undefined) throw fail("the directory of its large ZIP archive is missing; the file is cut off or damaged");
  const count = Number(view.getBigUint64(at + 32, true));
  const size = Number(view.getBigUint64(at + 40, true));
  const offset = Number(view.getBigUint64(at + 48, true));
  return placed({ offset, size, count, shift: at - size - offset }, view, fail);
}

/** The directory where it says it is, or moved by whatever was put before the archive. */
function placed(directory: Directory, view: DataView, fail: Fail): Directory {
  const starts = [directory.offset, directory.offset + directory.shift];
  if (directory.count === 0) return { ...directory, shift: 0 };
  for (const start of starts) {
    const inside = start >= 0 && start + 46 <= view.byteLength;
    if (inside && view.getUint32(start, true) === CENTRAL) return { ...directory, shift: start - directory.offset };
  }
  throw fail("the directory of its ZIP archive is not where it should be; the file is damaged");
}

type Reading = { readonly bytes: Uint8Array; readonly view: DataView; readonly fail: Fail };

function readDirectory({ bytes, view, directory, fail }: Reading & { directory: Directory }): Map<string, Entry> {
  const entries = new Map<string, Entry>();
  let at = directory.offset + directory.shift;
  for (let index = 0; index < directory.count; index += 1) {
    if (at + 46 > view.byteLength || view.getUint32(at, true) !== CENTRAL) {
      throw fail(`the directory of its ZIP archive breaks off after ${index} of ${counted(directory.count, "file")}`);
    }
    const nameLength = view.getUint16(at + 28, true);
    const extraLength = view.getUint16(at + 30, true);
    const name = Buffer.from(bytes.subarray(at + 46, at + 46 + nameLength)).toString("utf8");
    const sizes = sizesOf(view, at, { nameLength, extraLength });
    const entry = {
      name,
      flags: view.getUint16(at + 8, true),
      method: view.getUint16(at + 10, true),
      crc: view.getUint32(at + 16, true),
      packedSize: sizes.packedSize,
      offset: sizes.offset + directory.shift,
    };
    if (!entries.has(key(name))) entries.set(key(name), entry);
    at += 46 + nameLength + extraLength + view.getUint16(at + 32, true);
  }
  return entries;
}

/** Packed size and place of an entry, from the zip64 field where they do not fit into 32 bits. */
function sizesOf(view: DataView, at: number, lengths: { nameLength: number; extraLength: number }) {
  const narrow = { packedSize: view.getUint32(at + 20, true), offset: view.getUint32(at + 42, true) };
  if (narrow.packedSize !== MAX32 && narrow.offset !== MAX32) return narrow;
  let field = at + 46 + lengths.nameLength;
  const end = Math.min(field + lengths.extraLength, view.byteLength);
  while (field + 4 <= end && view.getUint16(field, true) !== 1) field += 4 + view.getUint16(field + 2, true);
  let value = field + 4 + (view.getUint32(at + 24, true) === MAX32 ? 8 : 0);
  const next = (): number => {
    const read = value + 8 <= end ? Number(view.getBigUint64(value, true)) : MAX32;
    value += 8;
    return read;
  };
  const packedSize = narrow.packedSize === MAX32 ? next() : narrow.packedSize;
  return { packedSize, offset: narrow.offset === MAX32 ? next() : narrow.offset };
}

function unpack({ bytes, view, entry, fail, left }: Reading & { entry: Entry; left: number }): Uint8Array {
  const shown = entry.name.slice(0, 80);
  if ((entry.flags & 1) !== 0) throw fail("it is protected with a password", "Save it without a password.");
  const header = entry.offset;
  if (header < 0 || header + 30 > view.byteLength || view.getUint32(header, true) !== LOCAL) {
    throw fail(`"${shown}" is not where its ZIP directory says; the file is cut off or damaged`);
  }
  const start = header + 30 + view.getUint16(header + 26, true) + view.getUint16(header + 28, true);
  if (start + entry.packedSize > bytes.length) throw fail(`"${shown}" inside it is cut off`);
  const packed = bytes.subarray(start, start + entry.packedSize);
  const unpacked = decompress(packed, entry, { fail, left, shown });
  if (unpacked.length > left) throw fail(tooLarge(shown), SPLIT_HINT);
  if (crc32(unpacked) !== entry.crc) throw fail(`"${shown}" inside it is damaged (its checksum is wrong)`);
  return unpacked;
}

type Bounds = { readonly fail: Fail; readonly left: number; readonly shown: string };

function decompress(packed: Uint8Array, { method }: Entry, { fail, left, shown }: Bounds): Uint8Array {
  if (method === 0) return packed;
  if (method !== 8) throw fail(`"${shown}" inside it is packed in a way that is not supported (method ${method})`);
  const maxOutputLength = Math.max(1, Math.min(left, Math.max(SMALL_BYTES, packed.length * HIGHEST_RATIO)));
  try {
    return inflateRawSync(packed, { maxOutputLength });
  } catch (error) {
    const isLarge = error instanceof Error && "code" in error && error.code === "ERR_BUFFER_TOO_LARGE";
    throw isLarge ? fail(tooLarge(shown), SPLIT_HINT) : fail(`"${shown}" inside it cannot be unpacked; it is damaged`);
  }
}

function tooLarge(shown: string): string {
  return `"${shown}" inside it unpacks to more than the limits allow`;
}

function key(name: string): string {
  return name.replaceAll("\\", "/").replace(/^\/+/, "").toLowerCase();
}
