// Content hashes: one algorithm, one spelling, so that hashes can be compared across the program.
import { createHash, hash as digest } from "node:crypto";

/** SHA-256 as 64 lower-case hex digits. */
export function sha256(content: string | Uint8Array): string {
  return digest("sha256", content, "hex");
}

/** A 128-bit prefix of SHA-256 in hex: short enough for keys, long enough never to collide by chance. */
export function shortHash(content: string | Uint8Array): string {
  return sha256(content).slice(0, 32);
}

/** Hash of several parts in which no part can run into the next. */
export function hashParts(parts: readonly string[]): string {
  const hasher = createHash("sha256");
  for (const part of parts) hasher.update(`${Buffer.byteLength(part)}:`).update(part);
  return hasher.digest("hex").slice(0, 32);
}

export type HashedText = {
  readonly title: string;
  readonly format: string;
  readonly landmarks: readonly { readonly offset: number; readonly label: string }[];
  readonly text: string;
};

/** Hash of everything that a document's passages are made from: equal hash, equal passages. */
export function hashText(document: HashedText): string {
  return hashParts([document.format, document.title, JSON.stringify(document.landmarks), document.text]);
}
