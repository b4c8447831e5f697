// The tables of a library file, as append-only migrations. What is derived (segments, blocks) can be made again from the rows.
import type { SqliteFormat } from "../../core/sqlite.ts";

/** How many document keys share one row of `acl_blocks`. */
export const DOCUMENTS_PER_BLOCK = 512;

/** For how many revisions it is remembered which documents they changed. */
export const REMEMBERED_REVISIONS = 256;

/** How many access lists share one row of `acl_list_blocks`. */
export const LISTS_PER_BLOCK = 512;

const FIRST = `
create table state(
  id integer primary key check(id = 1),
  identity text not null,              -- changes when the whole content is replaced by an import
  revision integer not null,           -- grows with every change of any kind: what readers compare
  sequence integer not null,           -- grows with every commit: what receipts say
  next_passage integer not null,
  next_segment integer not null
);
insert into state values(1, lower(hex(randomblob(16))), 0, 0, 1, 1);

create table principals(id integer primary key, name text not null unique);
create table acl_lists(id integer primary key, members blob not null unique);
create table acl_list_blocks(block integer primary key, lists blob not null);
create table acl_blocks(block integer primary key, revision integer not null, acls blob not null);
create index acl_blocks_by_revision on acl_blocks(revision);

create table documents(
  key integer primary key autoincrement,
  id text not null unique,
  source text not null,
  uri text not null,
  title text not null,
  media_type text not null,
  format text not null,
  landmarks text not null,
  metadata text not null,
  acl integer not null,
  content_hash text not null,
  text_hash text not null,
  fingerprint text not null,
  parser text not null,
  modified_at real not null,
  checksum text not null
);
create table document_changes(revision integer primary key, documents blob not null);
create table texts(key integer primary key, encoding integer not null, body blob not null);
create table source_states(source text primary key, state text not null) without rowid;

create table generations(
  id integer primary key autoincrement,
  chunker text not null,
  analyzer text not null,
  embedder text,
  dims integer not null,
  state text not null,
  created_at real not null
);
create table indexed(
  generation integer not null,
  document integer not null,
  text_hash text not null,
  segment integer not null,
  first_passage integer not null,
  passages integer not null,
  primary key(generation, document)
) without rowid;
create table pending(
  generation integer not null,
  document integer not null,
  primary key(generation, document)
) without rowid;
create table passages(
  key integer primary key,
  generation integer not null,
  document integer not null,
  ordinal integer not null,
  start integer not null,
  "end" integer not null,
  parent_start integer not null,
  parent_end integer not null,
  kind text not null,
  headings text not null,
  prefix text not null,
  tokens integer not null,
  length integer not null,             -- how many terms it holds, repeats counted
  terms_check integer not null,        -- fingerprint of its terms, compared with the postings by an audit
  hash blob not null,
  vector blob
);
create index passages_by_hash on passages(hash, generation) where vector is not null;

create table segments(
  id integer primary key,
  generation integer not null,
  slots integer not null,
  documents integer not null,
  directory blob not null,
  first_terms blob not null
);
create table segment_deaths(
  segment integer primary key,
  revision integer not null,
  passages integer not null,
  documents blob not null
);
create table term_blocks(key integer primary key, body blob not null);
create table vector_chunks(key integer primary key, body blob not null);
`;

// why: vectors came to be stored as halves in as many bytes as before, so that only this tells the old ones from the new ones.
// Without them a search by vector says that the library is damaged, and a repair has them made again.
const SPLIT_VECTORS = "delete from vector_chunks";

export const LIBRARY_FORMAT: SqliteFormat = {
  name: "library",
  applicationId: 0x5c400b00,
  pageSize: 4096,
  migrations: [FIRST, SPLIT_VECTORS],
};
