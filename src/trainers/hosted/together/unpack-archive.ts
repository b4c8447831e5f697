// Takes the files out of a tar archive that may be compressed with Zstandard or gzip.
import { promisify } from "node:util";
import { gunzip, zstdDecompress } from "node:zlib";

import { lie, type Provider } from "../call-provider.ts";

const BLOCK = 512;
const ZSTD = [0x28, 0xb5, 0x2f, 0xfd];
const GZIP = [0x1f, 0x8b];

/** By their names in the archive; folders and links are passed over. */
export async function unpackArchive(provider: Provider, archive: Uint8Array): Promise<ReadonlyMap<string, Uint8Array>> {
  const tar = await decompress(provider, archive);
  const files = new Map<string, Uint8Array>();
  for (let at = 0; at + BLOCK <= tar.length;) {
    const header = tar.subarray(at, at + BLOCK);
    const name = textOf(header, 0, 100);
    if (name === "") break;
    const size = Number.parseInt(textOf(header, 124, 12), 8);
    const begin = at + BLOCK;
    if (!Number.isInteger(size) || begin + size > tar.length)
      throw lie(provider, "gave an archive that ends too early");
    const kind = textOf(header, 156, 1);
    if (kind === "0" || kind === "") files.set(name, tar.subarray(begin, begin + size));
    at = begin + Math.ceil(size / BLOCK) * BLOCK;
  }
  return files;
}

async function decompress(provider: Provider, bytes: Uint8Array): Promise<Uint8Array> {
  const begins = (magic: readonly number[]): boolean => magic.every((value, index) => bytes[index] === value);
  try {
    if (begins(ZSTD)) return await promisify(zstdDecompress)(bytes);
    if (begins(GZIP)) return await promisify(gunzip)(bytes);
    return bytes;
  } catch {
    throw lie(provider, "gave an archive that cannot be unpacked");
  }
}

function textOf(header: Uint8Array, from: number, length: number): string {
  const field = header.subarray(from, from + length);
  const end = field.indexOf(0);
  return new TextDecoder().decode(end === -1 ? field : field.subarray(0, end)).trim();
}
