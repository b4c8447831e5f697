// Writes ZIP archives byte by byte, so that their directory can say what is not true.
import { crc32, deflateRawSync } from "node:zlib";

export type RawEntry = {
  readonly name: string;
  readonly content: Uint8Array | string;
  readonly flags?: number;
  readonly method?: number;
  readonly claimedSize?: number;
  readonly claimedPacked?: number;
  /** Points at the local header of the entry with this index instead of its own. */
  readonly sharedWith?: number;
};

export type RawZip = {
  readonly entries: readonly RawEntry[];
  readonly claimedCount?: number;
  readonly zip64?: boolean;
};

/** An archive of these entries, with every claim as given. */
export function rawZip({ entries, claimedCount, zip64 = false }: RawZip): Uint8Array {
  const chunks: Buffer[] = [];
  const offsets: number[] = [];
  const directory: Buffer[] = [];
  let length = 0;
  const written: Fields[] = [];
  for (const entry of entries) {
    const shared = entry.sharedWith === undefined ? undefined : written[entry.sharedWith];
    if (shared !== undefined) {
      directory.push(centralHeader({ ...shared, name: Buffer.from(entry.name) }, offsets[entry.sharedWith ?? 0] ?? 0));
      continue;
    }
    const { fields, packed } = pack(entry);
    const local = localHeader(fields);
    written.push(fields);
    offsets.push(length);
    directory.push(centralHeader(fields, length));
    chunks.push(local, packed);
    length += local.length + packed.length;
  }
  const central = Buffer.concat(directory);
  const count = claimedCount ?? entries.length;
  return Buffer.concat([...chunks, central, endOf({ count, size: central.length, offset: length, zip64 })]);
}

type Fields = {
  readonly name: Buffer;
  readonly method: number;
  readonly flags: number;
  readonly crc: number;
  readonly packed: number;
  readonly size: number;
};

function pack(entry: RawEntry): { readonly fields: Fields; readonly packed: Buffer } {
  const content = Buffer.from(entry.content);
  const method = entry.method ?? 8;
  const packed = method === 0 ? content : deflateRawSync(content);
  const fields = {
    name: Buffer.from(entry.name),
    method,
    flags: entry.flags ?? 0,
    crc: crc32(content),
    packed: entry.claimedPacked ?? packed.length,
    size: entry.claimedSize ?? content.length,
  };
  return { fields, packed };
}

function localHeader({ name, method, flags, crc, packed, size }: Fields): Buffer {
  const header = Buffer.alloc(30);
  header.writeUInt32LE(0x04034b50, 0);
  header.writeUInt16LE(flags, 6);
  header.writeUInt16LE(method, 8);
  header.writeUInt32LE(crc, 14);
  header.writeUInt32LE(packed, 18);
  header.writeUInt32LE(size, 22);
  header.writeUInt16LE(name.length, 26);
  return Buffer.concat([header, name]);
}

function centralHeader({ name, method, flags, crc, packed, size }: Fields, offset: number): Buffer {
  const header = Buffer.alloc(46);
  header.writeUInt32LE(0x02014b50, 0);
  header.writeUInt16LE(flags, 8);
  header.writeUInt16LE(method, 10);
  header.writeUInt32LE(crc, 16);
  header.writeUInt32LE(packed, 20);
  header.writeUInt32LE(size, 24);
  header.writeUInt16LE(name.length, 28);
  header.writeUInt32LE(offset, 42);
  return Buffer.concat([header, name]);
}

type End = { readonly count: number; readonly size: number; readonly offset: number; readonly zip64: boolean };

function endOf({ count, size, offset, zip64 }: End): Buffer {
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(zip64 ? 0xffff : count & 0xffff, 8);
  end.writeUInt16LE(zip64 ? 0xffff : count & 0xffff, 10);
  end.writeUInt32LE(size, 12);
  end.writeUInt32LE(zip64 ? 0xffffffff : offset, 16);
  if (!zip64) return end;
  const wide = Buffer.alloc(56 + 20);
  wide.writeUInt32LE(0x06064b50, 0);
  wide.writeBigUInt64LE(44n, 4);
  wide.writeBigUInt64LE(BigInt(count), 24);
  wide.writeBigUInt64LE(BigInt(count), 32);
  wide.writeBigUInt64LE(BigInt(size), 40);
  wide.writeBigUInt64LE(BigInt(offset), 48);
  wide.writeUInt32LE(0x07064b50, 56);
  wide.writeBigUInt64LE(BigInt(offset + size), 64);
  wide.writeUInt32LE(1, 72);
  return Buffer.concat([wide, end]);
}
