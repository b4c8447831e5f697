// Changes a file a little, by chance from a seed: bytes, pieces, and for archives what is inside them.
import { unzipSync } from "fflate";

import { zipOf } from "./samples/office.ts";

type Random = () => number;

const TOKENS = [
  "<",
  ">",
  "&",
  '"',
  "'",
  "\0",
  "\n\n",
  "---\n",
  "```",
  "[",
  "]",
  "{",
  "|",
  "=?",
  "=\n",
  "--b1",
  "\ufeff",
  "\u202e",
  "9999999999",
  "-1",
  "&#x0;",
  "]]>",
  "<!--",
  "%",
  ":",
  "\ud83d",
];

/** A mutated copy; archives are taken apart and one of their parts is changed, most of the time. */
export function mutate(bytes: Uint8Array, extension: string, random: Random): Uint8Array {
  const isArchive = ["docx", "pptx", "xlsx", "epub"].includes(extension);
  if (!isArchive || random() < 0.2) return mutateBytes(bytes, random);
  const parts = unzipSync(bytes);
  const names = Object.keys(parts);
  const chosen = names[Math.floor(random() * names.length)] ?? "";
  const part = parts[chosen];
  return part === undefined ? bytes : zipOf({ ...parts, [chosen]: mutateBytes(part, random) });
}

function mutateBytes(bytes: Uint8Array, random: Random): Uint8Array {
  let mutated = Buffer.from(bytes);
  for (let count = 1 + Math.floor(random() * 8); count > 0; count -= 1) mutated = mutateOnce(mutated, random);
  return mutated;
}

function mutateOnce(bytes: Buffer<ArrayBuffer>, random: Random): Buffer<ArrayBuffer> {
  const at = Math.floor(random() * (bytes.length + 1));
  const length = Math.floor(random() ** 3 * 200);
  const piece = bytes.subarray(at, at + length);
  const [head, tail] = [bytes.subarray(0, at), bytes.subarray(at)];
  const kind = Math.floor(random() * 6);
  if (kind === 0) return Buffer.concat([head, tail.subarray(length)]);
  if (kind === 1) return Buffer.concat([head, piece, tail]);
  if (kind === 2)
    return Buffer.concat([head, ...Array.from({ length: Math.floor(random() * 200) }, () => piece), tail]);
  if (kind === 3) return Buffer.concat([head, Buffer.from([Math.floor(random() * 256)]), tail.subarray(1)]);
  if (kind === 4) return Buffer.from(bytes.subarray(0, Math.max(1, at)));
  return Buffer.concat([head, Buffer.from(TOKENS[Math.floor(random() * TOKENS.length)] ?? ""), tail]);
}
