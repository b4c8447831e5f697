import { chmodSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

import { afterEach, beforeEach, expect, test } from "vitest";

import { systemRuntime } from "./runtime.ts";
import {
  inTransaction,
  inTransactionSoon,
  openSqlite,
  schemaVersion,
  sqliteError,
  type SqliteFormat,
} from "./sqlite.ts";

const FORMAT: SqliteFormat = { name: "library", applicationId: 77, pageSize: 4096, migrations: ["create table t(x)"] };

let folder = "";

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "schoolbook-sqlite-"));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

test("a missing file is made with its folder to write, and is a clear error to read", () => {
  const path = join(folder, "new", "file.sqlite");
  expect(() => openSqlite(path, FORMAT, "read")).toThrow(expect.objectContaining({ code: "library_missing" }));
  const database = openSqlite(path, FORMAT, "write");
  expect(database.prepare("pragma journal_mode").get()).toEqual({ journal_mode: "wal" });
  expect(database.prepare("pragma synchronous").get()).toEqual({ synchronous: 2 });
  database.close();
  openSqlite(path, FORMAT, "read").close();
});

test.skipIf(process.platform === "win32")("a new file is its owner's only, and keeps what it was given later", () => {
  const path = join(folder, "new", "file.sqlite");
  const modeOf = (name: string): number => statSync(name).mode & 0o777;
  const database = openSqlite(path, FORMAT, "write");
  database.exec("insert into t values(1)");
  expect([join(folder, "new"), path, `${path}-wal`].map(modeOf)).toEqual([0o700, 0o600, 0o600]);
  database.close();
  chmodSync(path, 0o640);
  openSqlite(path, FORMAT, "write").close();
  expect(modeOf(path)).toBe(0o640);
});

test("each migration runs once, also when a reader comes first", () => {
  const path = join(folder, "file.sqlite");
  openSqlite(path, FORMAT, "write").close();
  const later = { ...FORMAT, migrations: [...FORMAT.migrations, "insert into t values(1)"] };
  const database = openSqlite(path, later, "read");
  expect(schemaVersion(database)).toBe(2);
  database.close();
  const again = openSqlite(path, later, "write");
  expect(again.prepare("select count(*) as n from t").get()).toEqual({ n: 1 });
  again.close();
});

test("a migration that fails leaves the file as it was", () => {
  const path = join(folder, "file.sqlite");
  openSqlite(path, FORMAT, "write").close();
  const broken = { ...FORMAT, migrations: [...FORMAT.migrations, "create table u(x); create table t(x)"] };
  expect(() => openSqlite(path, broken, "write")).toThrow("t already exists");
  const database = openSqlite(path, FORMAT, "write");
  expect(database.prepare("select name from sqlite_schema").all()).toEqual([{ name: "t" }]);
  database.close();
});

test.each(["read", "write"] as const)("a newer file is refused politely, to %s", (access) => {
  const path = join(folder, "file.sqlite");
  openSqlite(path, { ...FORMAT, migrations: [...FORMAT.migrations, "create table u(x)"] }, "write").close();
  expect(() => openSqlite(path, FORMAT, access)).toThrow(expect.objectContaining({ code: "library_newer" }));
});

test.each(["read", "write"] as const)("other people's files are left alone, to %s", (access) => {
  const foreign = join(folder, "foreign.sqlite");
  const database = new DatabaseSync(foreign);
  database.exec("create table theirs(x)");
  database.close();
  expect(() => openSqlite(foreign, FORMAT, access)).toThrow(expect.objectContaining({ code: "input_invalid" }));
  const text = join(folder, "notes.txt");
  writeFileSync(text, "these are my notes\n".repeat(200));
  expect(() => openSqlite(text, FORMAT, access)).toThrow(expect.objectContaining({ code: "library_damaged" }));
});

test("a transaction that throws changes nothing", () => {
  const database = openSqlite(join(folder, "file.sqlite"), FORMAT, "write");
  expect(() =>
    inTransaction(database, () => {
      database.exec("insert into t values(1)");
      throw new Error("stop");
    }),
  ).toThrow("stop");
  expect(database.prepare("select count(*) as n from t").get()).toEqual({ n: 0 });
  database.close();
});

test("a writer waits for another one, and says so when it takes too long", async () => {
  const path = join(folder, "file.sqlite");
  const [first, second] = [openSqlite(path, FORMAT, "write"), openSqlite(path, FORMAT, "write")];
  const runtime = systemRuntime();
  first.exec("begin immediate");
  const refused = inTransactionSoon(second, { runtime, waitMs: 30 }, () => 1);
  await expect(refused.catch((error: unknown) => Promise.reject(sqliteError(error, path)))).rejects.toMatchObject({
    code: "library_busy",
  });
  const waiting = inTransactionSoon(second, { runtime, waitMs: 10_000 }, () => 2);
  await runtime.sleep(20);
  first.exec("commit");
  await expect(waiting).resolves.toBe(2);
  first.close();
  second.close();
});

test("what is not SQLite's error stays as it is", () => {
  const error = new TypeError("mine");
  expect(sqliteError(error, "x")).toBe(error);
});
