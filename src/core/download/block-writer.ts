// Appends to a file in large blocks: while one is written, the next is filled and hashed.
import type { FileHandle } from "node:fs/promises";

import { newBlock } from "./block-hasher.ts";

const BLOCK_BYTES = 1024 * 1024;

export type BlockWriter = {
  /** Undefined as long as the chunk finds room: most do, and a promise for each costs more than copying it. */
  append(chunk: Uint8Array): Promise<void> | undefined;
  /** Resolves when everything appended is in the file. */
  flush(): Promise<void>;
};

export type BlockWriterOptions = {
  /** Where in the file to begin. */
  readonly position: number;
  /** Called with each block, in order, while it is being written; where it returns a promise, the block stays as it is until then. */
  readonly onBlock: (block: Uint8Array) => Promise<void> | undefined;
  /** Called after each block with how far the file reaches now; the next block waits for it. */
  readonly onWritten: (position: number) => Promise<void>;
};

export function createBlockWriter(file: FileHandle, options: BlockWriterOptions): BlockWriter {
  let filling = newBlock(BLOCK_BYTES);
  let resting = newBlock(BLOCK_BYTES);
  let used = 0;
  let { position } = options;
  let writing: Promise<void> = Promise.resolve();

  const pass = async (): Promise<void> => {
    const block = filling.subarray(0, used);
    await writing;
    [filling, resting] = [resting, filling];
    used = 0;
    const at = position;
    position += block.length;
    const written = writeFully(file, block, at).then(async () => options.onWritten(at + block.length));
    writing = Promise.all([written, options.onBlock(block)]).then(() => undefined);
    writing.catch(() => undefined); // why: it is awaited before the next block; until then it must not count as unhandled
  };
  const appendLarge = async (chunk: Uint8Array): Promise<void> => {
    for (let taken = 0; taken < chunk.length;) {
      const piece = chunk.subarray(taken, taken + BLOCK_BYTES - used);
      filling.set(piece, used);
      used += piece.length;
      taken += piece.length;
      if (used === BLOCK_BYTES) await pass();
    }
  };
  return {
    append: (chunk) => {
      if (used + chunk.length >= BLOCK_BYTES) return appendLarge(chunk);
      filling.set(chunk, used);
      used += chunk.length;
      return undefined;
    },
    flush: async () => {
      if (used > 0) await pass();
      await writing;
    },
  };
}

async function writeFully(file: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  for (let done = 0; done < bytes.length;) {
    const { bytesWritten } = await file.write(bytes, done, bytes.length - done, position + done);
    done += bytesWritten;
  }
}
