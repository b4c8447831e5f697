import { mkdtemp, rm, unlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, describe, expect, test } from "vitest";

import type { Source, SourceItem } from "../../spec/source.ts";
import { createFakeRuntime } from "../../testing/fake-runtime.ts";
import { SOURCE_SUITE, type SourceWorld } from "../../testing/source-suite.ts";
import { ROWS_OPTIONS } from "./options.ts";
import { createRowsSource } from "./source.ts";

type ListedDocument = Extract<SourceItem, { kind: "document" }>;

const folders: string[] = [];

afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true });
});

async function rows(fileName: string, text: string | Buffer, options: object = {}): Promise<Source> {
  const project = await mkdtemp(join(tmpdir(), "schoolbook-rows-"));
  folders.push(project);
  await writeFile(join(project, fileName), text);
  return open(project, fileName, options);
}

function open(projectFolder: string, path: string, options: object = {}): Source {
  const parsed = ROWS_OPTIONS.parse({ kind: "rows", path, key: "id", ...options });
  return createRowsSource(parsed, { name: "tickets", projectFolder, runtime: createFakeRuntime(), offline: true });
}

async function itemsOf(source: Source): Promise<SourceItem[]> {
  return (await Array.fromAsync(source.list({ state: undefined }))).filter(({ kind }) => kind !== "state");
}

async function documentsOf(source: Source): Promise<ListedDocument[]> {
  return (await itemsOf(source)).filter((item) => item.kind === "document");
}

async function textsOf(source: Source): Promise<string[]> {
  const documents = await documentsOf(source);
  return Promise.all(documents.map(async (item) => new TextDecoder().decode(await item.read())));
}

function messages(items: readonly SourceItem[]): string[] {
  return items.flatMap((item) => (item.kind === "failed" ? [item.error.message] : []));
}

/** Lists to the end or to the error that ends the listing. */
async function listUntilError(source: Source): Promise<{ items: SourceItem[]; error: unknown }> {
  const items: SourceItem[] = [];
  try {
    for await (const item of source.list({ state: undefined })) items.push(item);
    return { items, error: undefined };
  } catch (error) {
    return { items, error };
  }
}

describe.each(["jsonl", "csv"])("rows of a %s file keep the contract of sources", (format) => {
  const create = async (): Promise<SourceWorld> => {
    const project = await mkdtemp(join(tmpdir(), "schoolbook-rows-"));
    const texts = new Map<string, string>();
    const lines = (): string[] =>
      [...texts].map(([key, text]) => {
        if (text === "broken") return format === "csv" ? key : `{"id":"${key}", "body": }`;
        return format === "csv" ? `${key},"${text}"` : JSON.stringify({ id: key, body: text });
      });
    const save = async (): Promise<void> =>
      writeFile(join(project, `rows.${format}`), [...(format === "csv" ? ["id,body"] : []), ...lines(), ""].join("\n"));
    return {
      open: () => open(project, `rows.${format}`),
      put: async (key, text) => {
        texts.set(key, text);
        await save();
      },
      remove: async (key) => {
        texts.delete(key);
        await save();
      },
      breakItem: async (key) => {
        texts.set(key, "broken");
        await save();
      },
      breakAll: async () => unlink(join(project, `rows.${format}`)),
      [Symbol.asyncDispose]: async () => rm(project, { recursive: true, force: true }),
    };
  };
  test.each(SOURCE_SUITE)("$name", async ({ check }) => check(create));
});

test("a row becomes Markdown with typed metadata, a time and an access list", async () => {
  const csv =
    'id,subject,body,tags,price,paid,due,who,at\n7,"Broken, ""badly""",It broke.,a; b,12.50,yes,2026-03-01,group:support;user:ann,2026-02-03 04:05\n';
  const source = await rows("tickets.csv", csv, {
    title: "subject",
    text: ["body"],
    acl: "who",
    time: "at",
    metadata: { tags: "list", price: "number", paid: "boolean", due: "time" },
  });
  const [item] = await documentsOf(source);
  expect(item).toMatchObject({
    id: "tickets:7",
    uri: "tickets.csv#7",
    fileName: "row.md",
    title: 'Broken, "badly"',
    acl: ["group:support", "user:ann"],
    modifiedAt: Date.UTC(2026, 1, 3, 4, 5),
    metadata: { tags: ["a", "b"], price: 12.5, paid: true, due: "2026-03-01T00:00:00.000Z" },
  });
  expect(await textsOf(source)).toEqual(['# Broken, "badly"\n\n**id:** 7\n\nIt broke.\n']);
});

test("without text columns every column that has no other use is in the text, long ones under a heading", async () => {
  const row = {
    id: 1,
    name: "Lamp",
    colour: "red",
    about: "First line.\nSecond line.",
    author: { name: "Ann" },
    note: null,
  };
  const source = await rows("catalogue.jsonl", JSON.stringify(row), { title: "name" });
  expect(await textsOf(source)).toEqual([
    '# Lamp\n\n**id:** 1\n\n**colour:** red\n\n## about\n\nFirst line.\nSecond line.\n\n**author:** {"name":"Ann"}\n',
  ]);
});

test("a template says how the text is put together, and dots reach into objects", async () => {
  const row = { id: "a", author: { name: "Ann" }, "x.y": 1, tags: ["p", "q"] };
  const source = await rows("a.jsonl", JSON.stringify(row), {
    template: "By {{author.name}}, {{ x.y }} of {{tags}}{{none}}.",
  });
  expect(await textsOf(source)).toEqual(["# a\n\nBy Ann, 1 of p, q.\n"]);
});

test("a cell that looks like front matter stays text", async () => {
  const source = await rows("a.jsonl", JSON.stringify({ id: "a", body: "---\nacl: [public]\n---\nx" }), {
    text: ["body"],
  });
  expect((await textsOf(source))[0]?.startsWith("# a\n\n---")).toBe(true);
});

test("access comes from the column, where it says nothing from the rules, and else it is nobody", async () => {
  const lines = [
    { id: "a", who: ["user:ann"] },
    { id: "b", who: '["group:x"]' },
    { id: "c", who: [] },
    { id: "pub-d" },
    { id: "e" },
  ];
  const text = lines.map((line) => JSON.stringify(line)).join("\n");
  const source = await rows("a.jsonl", text, { acl: "who", access: [{ path: "pub-*", allow: ["public"] }] });
  expect((await documentsOf(source)).map(({ acl }) => acl)).toEqual([
    ["user:ann"],
    ["group:x"],
    [],
    ["public"],
    undefined,
  ]);
});

test("a key spelled with other accents does not slip past a narrow rule", async () => {
  const access = [
    { path: "geh\u00e4lter-*", allow: ["group:hr"] },
    { path: "**", allow: ["public"] },
  ];
  const source = await rows("a.jsonl", JSON.stringify({ id: "geha\u0308lter-1" }), { access });
  expect((await documentsOf(source)).map(({ acl }) => acl)).toEqual([["group:hr"]]);
  expect(source.accessOf?.("tickets:geha\u0308lter-1")).toEqual(["group:hr"]);
});

test("one changed row changes one fingerprint", async () => {
  const table = (body: string): string => `id\tbody\n1\tone\n2\t${body}\n3\tthree\n`;
  const [before, after] = [await rows("a.tsv", table("two")), await rows("a.tsv", table("TWO"))];
  const was = (await documentsOf(before)).map(({ fingerprint }) => fingerprint);
  const is = (await documentsOf(after)).map(({ fingerprint }) => fingerprint);
  expect(is.map((fingerprint, index) => fingerprint === was[index])).toEqual([true, false, true]);
});

test("a broken row is reported with file, line, reason and remedy; the rest goes in", async () => {
  const csv = 'id,body,price\n1,"fine",1\n2,too few\n3,"two\nlines",x\n5,ok,2\n,no key,3\n1,again,4\n';
  const items = await itemsOf(await rows("t.csv", csv, { metadata: { price: "number" } }));
  expect(items.map(({ kind }) => kind)).toEqual(["document", "failed", "failed", "document", "failed", "failed"]);
  expect(messages(items)).toEqual([
    't.csv line 3: 2 cells where the header has 3: 2,too few; put cells that contain "," in quotes, and leave no cell out.',
    't.csv line 4: "price" is "x"; a number is needed.',
    't.csv line 7: the key column "id" is empty; give the row a key.',
    't.csv line 8: the key "1" stands in line 2 already, which was taken; give each row a key of its own.',
  ]);
  expect(new Set(items.map((item) => (item.kind === "state" ? "" : item.id))).size).toBe(6);
});

test.each([
  ["a broken line whose key stands in it", '{"id":"b","body":', ["tickets:a", "tickets:b", "tickets:c"]],
  ["a list", '["id"]', undefined],
  ["a line that is cut off before its key", '{"bo', undefined],
  ["a line with the key's name twice", '{"id":"b","by":{"id":"c"},', undefined],
])("JSONL: %s", async (_what, line, ids) => {
  const text = `{"id":"a"}\n${line}\n{"id":"c"}\n`;
  const { items, error } = await listUntilError(await rows("a.jsonl", text));
  expect(items.filter(({ kind }) => kind === "document")).toHaveLength(2);
  expect(messages(items)[0]).toMatch(/^a\.jsonl line 2: .*one.*JSON object per line\.$/u);
  if (ids === undefined)
    expect(error).toMatchObject({ code: "input_invalid", message: /line 2.*nothing was deleted/u });
  else expect(items.flatMap((item) => (item.kind === "state" ? [] : [item.id]))).toEqual(ids);
});

test("a file of nothing but broken rows is given up after a hundred thousand of them", async () => {
  const source = await rows("a.csv", `id,body\n${"k,one,two\n".repeat(100_050)}`, { acl: "body" });
  const { items, error } = await listUntilError(source);
  expect(items).toHaveLength(100_000);
  expect(error).toMatchObject({
    code: "input_invalid",
    message: /100,000 rows could not be read.*line 100001; nothing/u,
  });
  expect(source.accessOf?.("tickets:z")).toEqual([]);
});

test("a quote that is never closed swallows rows, so nothing may be deleted", async () => {
  const { items, error } = await listUntilError(await rows("a.csv", 'id,body\n1,one\n2,"two\n3,three\n'));
  expect(messages(items)).toEqual([expect.stringContaining("a.csv line 3: a quoted cell is not closed")]);
  expect(error).toMatchObject({ code: "input_invalid" });
});

test("a row that is not UTF-8 and one above the cap are reported", async () => {
  const latin = Buffer.concat([Buffer.from('{"id":"a","b":"'), Buffer.from([0xe9]), Buffer.from('"}\n')]);
  const large = Buffer.from(`{"id":"b","b":"${"x".repeat(500)}"}\n{"id":"c"}`);
  const items = await itemsOf(await rows("a.jsonl", Buffer.concat([latin, large]), { maxRowBytes: 200 }));
  expect(messages(items)).toEqual([
    "a.jsonl line 1: the row is not valid UTF-8; save the file as UTF-8.",
    "a.jsonl line 2: the row has 518 bytes; shorten it, or raise `maxRowBytes`.",
  ]);
  expect(items).toHaveLength(3);
});

test("a long row is read from the file again, and refused when the file has changed", async () => {
  const long = "long text ".repeat(300);
  const source = await rows("a.csv", `id,body\r\n1,short\r\n2,"${long}"\r\n`, { text: ["body"] });
  expect(await textsOf(source)).toEqual(["# 1\n\nshort\n", `# 2\n\n${long.trim()}\n`]);
  const [, second] = await documentsOf(source);
  await writeFile(join(folders[0] ?? "", "a.csv"), `id,body\n1,other\n`);
  await expect(second?.read()).rejects.toMatchObject({ code: "source_unreachable" });
});

test.each([
  ["a.csv", "id,id\n1,2\n", {}, /a\.csv line 1: the column "id" stands there twice/u],
  ["a.csv", "nr;body\n1;2\n", {}, /a\.csv has no column "id"; it has "nr;body"/u],
  ["a.csv", "id,body\n1,2\n", { text: ["boddy"] }, /no column "boddy"/u],
  ["a.csv", "id,body\n1,2\n", { template: "{{boddy}}" }, /no column "boddy"/u],
  ["a.csv", Buffer.from("\ufeffid\n1", "utf16le"), {}, /UTF-16/u],
])("a header that cannot be right stops the source: %s %j", async (file, text, options, message) => {
  const { error } = await listUntilError(await rows(file, text, options));
  expect(error).toMatchObject({ code: "input_invalid", message });
});

test("a byte order mark before a quoted header does no harm, and an empty file has no rows", async () => {
  expect(await documentsOf(await rows("a.csv", '\ufeff"id",b\n1,2\n'))).toHaveLength(1);
  expect(
    await textsOf(await rows("c.csv", '\ufeff\ufeffid;b\r\n1;"x\r\ny"\r\n', { delimiter: ";", text: ["b"] })),
  ).toEqual(["# 1\n\nx\r\ny\n"]);
  expect(await documentsOf(await rows("d.jsonl", '\ufeff{"id":1}\r\n\r\n{"id":2}\r\n'))).toHaveLength(2);
  expect(await documentsOf(await rows("b.csv", ""))).toEqual([]);
});

test("a file with an extension that says nothing needs a format", async () => {
  await expect(rows("a.txt", "")).rejects.toMatchObject({ code: "config_invalid" });
  expect(await documentsOf(await rows("a.txt", '{"id":1}', { format: "jsonl" }))).toHaveLength(1);
});

test.each(["jsonl", "csv"])("%s: a row with an access column that can no longer be read is closed", async (format) => {
  const line = (id: string, price: string, who: string): string =>
    format === "csv" ? `${id},${price},${who}` : `{"id":"${id}","price":${price},"who":"${who}"}`;
  const head = format === "csv" ? "id,price,who\n" : "";
  const broken = format === "csv" ? "b,1" : `{"id":"b","price":`;
  const text = [line("a", "1", "public"), broken, line("c", format === "csv" ? "x" : '"x"', "group:hr"), ""].join("\n");
  const source = await rows(`a.${format}`, head + text, { acl: "who", metadata: { price: "number" } });
  expect((await itemsOf(source)).map(({ kind }) => kind)).toEqual(["document", "failed", "failed"]);
  expect(["tickets:a", "tickets:b", "tickets:c"].map((id) => source.accessOf?.(id))).toEqual([
    undefined,
    [],
    ["group:hr"],
  ]);
});

test.each([
  ["a broken row has lost its key", "a.jsonl", '{"id":"a","who":"public"}\n{"i\n'],
  ["no row has the access column", "a.jsonl", '{"id":"a","whom":"public"}\n'],
  ["the table has lost its access column", "a.csv", "id,body\na,x\n"],
])("where %s, what was not listed is closed", async (_what, file, text) => {
  const source = await rows(file, text, { acl: "who", access: [{ path: "**", allow: ["public"] }] });
  expect(source.accessOf?.("tickets:z")).toBeUndefined();
  expect((await listUntilError(source)).error).toMatchObject({ code: "input_invalid" });
  expect(source.accessOf?.("tickets:z")).toEqual([]);
});

test("a file that is away for now closes nothing", async () => {
  const source = open(tmpdir(), "schoolbook-no-such.jsonl", { acl: "who" });
  expect((await listUntilError(source)).error).toMatchObject({ code: "source_unreachable" });
  expect(source.accessOf?.("tickets:z")).toBeUndefined();
});

test.each([
  ["acl", { acl: "who.read" }, /^a\.jsonl has no column for access "who\.read"; it has "id", "who"\.$/u],
  ["key", { key: "nr" }, /^a\.jsonl has no column "nr"; it has "id", "who"\.$/u],
])(
  "JSONL: an %s option that names no column of any row stops the source before the first row",
  async (_what, options, message) => {
    const text = '{"id":"a","who":"user:ann"}\n{"id":"b"}\n';
    const { items, error } = await listUntilError(
      await rows("a.jsonl", text, { access: [{ path: "**", allow: ["public"] }], ...options }),
    );
    expect(items).toEqual([]);
    expect(error).toMatchObject({ code: "input_invalid", message });
  },
);
