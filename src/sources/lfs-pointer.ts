// Recognises the stand-ins that Git LFS leaves in place of large files.
import { SchoolbookError } from "../core/errors.ts";

const POINTER = "version https://git-lfs.github.com/spec/";
const MAX_POINTER_BYTES = 1024;

/** The bytes, unless they are such a pointer: then it throws, so that the pointer is not taken for the document. */
export function refusePointer(bytes: Uint8Array, uri: string): Uint8Array {
  if (bytes.length > MAX_POINTER_BYTES || !Buffer.from(bytes).toString("latin1").startsWith(POINTER)) return bytes;
  throw new SchoolbookError("input_invalid", `${uri} is kept in Git LFS; there is only a pointer to it.`, {
    hint: "Run `git lfs pull` and read the checkout as a folder source, or exclude the file.",
  });
}
