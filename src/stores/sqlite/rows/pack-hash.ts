// Hashes in half the space: hex digits as bytes.

const HEX = /^(?:[0-9a-f]{2})+$/;
const AS_TEXT = 0;
const AS_HEX = 1;

/** A byte that says how it is spelled, then the hash: hex digits as their bytes, anything else as UTF-8. */
export function packHash(hash: string): Uint8Array {
  const isHex = HEX.test(hash);
  return Buffer.concat([Buffer.of(isHex ? AS_HEX : AS_TEXT), Buffer.from(hash, isHex ? "hex" : "utf8")]);
}

export function unpackHash(packed: Uint8Array): string {
  const rest = Buffer.from(packed.buffer, packed.byteOffset + 1, Math.max(0, packed.byteLength - 1));
  return rest.toString(packed[0] === AS_HEX ? "hex" : "utf8");
}
