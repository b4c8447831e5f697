// What a file's bytes must hash to: SHA-256, or the SHA-1 by which git names a small file.
import { createHash, type Hash } from "node:crypto";

export type Digest = {
  readonly algorithm: "sha256" | "git-sha1";
  /** Lower-case hex. */
  readonly hex: string;
};

/** A digest when the text is 64 (SHA-256) or 40 (git) hex digits, quoted or not; undefined for anything else, such as a masked one. */
export function parseDigest(text: string | null | undefined): Digest | undefined {
  const hex = text?.replace(/^"(.*)"$/u, "$1").toLowerCase();
  if (hex === undefined || !/^[0-9a-f]+$/u.test(hex)) return undefined;
  if (hex.length === 64) return { algorithm: "sha256", hex };
  return hex.length === 40 ? { algorithm: "git-sha1", hex } : undefined;
}

export function isSameDigest(one: Digest, other: Digest): boolean {
  return one.algorithm === other.algorithm && one.hex === other.hex;
}

/** `sha256:9f86d081…`, short enough for a message. */
export function shownDigest({ algorithm, hex }: Digest): string {
  return `${algorithm}:${hex.slice(0, 16)}…`;
}

export type FileHashes = {
  readonly sha256: string;
  /** Only where the size was known beforehand, since git hashes the size first. */
  readonly gitSha1: string | undefined;
};

export type FileHasher = {
  update(bytes: Uint8Array): void;
  finish(): FileHashes;
};

/** Hashes as bytes come in; with `gitSize` also as git would. */
export function createFileHasher(gitSize?: number): FileHasher {
  const sha256 = createHash("sha256");
  const git: Hash | undefined = gitSize === undefined ? undefined : createHash("sha1").update(`blob ${gitSize}\0`);
  return {
    update: (bytes) => {
      sha256.update(bytes);
      git?.update(bytes);
    },
    finish: () => ({ sha256: sha256.digest("hex"), gitSha1: git?.digest("hex") }),
  };
}
