import { DatabaseSync } from "node:sqlite";

import { expect, test } from "vitest";

import { statementsOf } from "../../../core/sqlite.ts";
import { LIBRARY_FORMAT } from "../schema.ts";
import { createAclReader } from "./acls.ts";

const MEMBERS = new Uint8Array(Uint32Array.of(1, 2).buffer);

function openLists(): DatabaseSync {
  const database = new DatabaseSync(":memory:");
  for (const step of LIBRARY_FORMAT.migrations) database.exec(step);
  database.exec("insert into principals(id, name) values(1, 'ann'), (2, 'bob')");
  database.prepare("insert into acl_lists(id, members) values(7, ?)").run(MEMBERS);
  return database;
}

test.each([
  ["the list is gone", "delete from acl_lists", "insert into acl_lists(id, members) values(7, x'0100000002000000')"],
  ["half of a number is gone", "update acl_lists set members = x'01000000020000'", undefined],
  [
    "a member's name is gone",
    "delete from principals where id = 2",
    "insert into principals(id, name) values(2, 'bob')",
  ],
])("where %s nobody reads, until it is mended", (_name, damage, repair) => {
  using database = openLists();
  const reader = createAclReader(statementsOf(database));
  database.exec(damage);
  expect(reader(7)).toEqual([]);
  database.exec(repair ?? "update acl_lists set members = x'0100000002000000'");
  expect(reader(7)).toEqual(["ann", "bob"]);
});
