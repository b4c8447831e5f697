// Writes the rows of one new segment, and deletes those of one that is done with.
import type { GenerationId } from "../../../spec/store.ts";
import { writeChunk } from "../segment/chunk-pieces.ts";
import { type Directory, encodeDirectory } from "../segment/directory.ts";
import { partKeys } from "../segment/part-keys.ts";
import type { PostingsWriter } from "../segment/postings.ts";
import { createTermBlockWriter } from "../segment/term-blocks.ts";
import type { ByteRange } from "../segment/term-key.ts";
import type { VectorChunk } from "../segment/vector-chunk.ts";
import type { WriteContext } from "./write-context.ts";

export type SegmentWriter = {
  /** Terms must come in ascending order; one without postings is left out. */
  addTerm(term: ByteRange, postings: PostingsWriter): void;
  addChunk(chunk: VectorChunk): void;
  finish(directory: Directory): void;
};

export function createSegmentWriter({ sql }: WriteContext, generation: GenerationId, id: number): SegmentWriter {
  const [first] = partKeys(id);
  const insertBlock = sql("insert into term_blocks(key, body) values(?, ?)");
  const blocks = createTermBlockWriter((block, index) => insertBlock.run(first + index, block));
  let chunks = 0;
  return {
    addTerm(term, { bytes: { bytes, length } }) {
      if (length > 0) blocks.add(term, { bytes, start: 0, end: length });
    },
    addChunk(chunk) {
      writeChunk(sql, { segment: id, chunk: chunks++ }, chunk.bytes);
    },
    finish(directory) {
      const firstTerms = blocks.finish();
      sql(
        `insert into segments(id, generation, slots, documents, directory, first_terms) values(?, ?, ?, ?, ?, ?)`,
      ).run(id, generation, directory.slots, directory.documents, encodeDirectory(directory), firstTerms);
    },
  };
}

export function deleteSegment({ sql, deaths }: WriteContext, id: number): void {
  const [first, end] = partKeys(id);
  sql("delete from term_blocks where key >= ? and key < ?").run(first, end);
  sql("delete from vector_chunks where key >= ? and key < ?").run(first, end);
  sql("delete from segment_deaths where segment = ?").run(id);
  sql("delete from segments where id = ?").run(id);
  deaths.delete(id);
}
