import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

import { afterAll, expect, test } from "vitest";

import { docxOf } from "../../../test/hostile/samples/office.ts";
import { pdfFrom, pdfLines, pdfOf } from "../../../test/hostile/samples/pdf.ts";
import { DEFAULT_LIMITS } from "../reading/default-limits.ts";
import { createParserPool } from "./create-parser-pool.ts";

const html = Buffer.from("<h1>Title</h1><p>Words</p>");
const pdf = pdfOf([pdfLines(["Words"], { x: 50, y: 700 })]);

const shared = createParserPool({ processes: 1 });

afterAll(async () => shared[Symbol.asyncDispose]());

/** A page whose parsing needs far more memory than it weighs: a million small elements. */
const greedy = Buffer.from("<b>x".repeat(3_000_000));

test("files are parsed and carry the id of their parser", async () => {
  const inputs = [
    { bytes: Buffer.from("# Title\n"), fileName: "a.md" },
    { bytes: html, fileName: "page.php", mediaType: "text/html; charset=utf-8" },
    { bytes: pdf, fileName: "a.pdf" },
    { bytes: docxOf("<w:p><w:r><w:t>Words</w:t></w:r></w:p>"), fileName: "wrong.pdf" },
  ];
  const parsed = await Promise.all(inputs.map(async (input) => shared.parse(input)));
  expect(parsed.map(({ parser }) => parser.split("@")[0])).toEqual(["markdown", "html", "pdf", "docx"]);
  expect(parsed.map(({ text }) => text.length > 0)).toEqual([true, true, true, true]);
});

test("simple formats give the same document in this process and in another", async () => {
  await using there = createParserPool({ processes: 1, inProcessBytes: 0 });
  const input = { bytes: Buffer.from("---\ntags: [a]\n---\n# T\u00eft\u200ble <!-- x -->\n"), fileName: "a.md" };
  expect(await there.parse(input)).toEqual(await shared.parse(input));
});

test("a file that takes too long is reported, and the next one is read", async () => {
  await using pool = createParserPool({ processes: 1, timeoutMs: 50 });
  const slow = Buffer.from("<p>words <b>and</b> more</p>".repeat(400_000));
  await expect(pool.parse({ bytes: slow, fileName: "slow.html" })).rejects.toMatchObject({
    code: "parse_failed",
    message: "slow.html: it took longer than 0.05 s, which is the limit",
    details: { fileName: "slow.html" },
  });
  expect((await shared.parse({ bytes: html, fileName: "a.html" })).text).toBe("# Title\n\nWords\n");
});

test("a file that needs too much memory is reported, and the next one is read by the same pool", async () => {
  await using pool = createParserPool({ processes: 1, memoryMb: 200 });
  await expect(pool.parse({ bytes: greedy, fileName: "greedy.html" })).rejects.toMatchObject({
    code: "parse_failed",
    message: "greedy.html: it needed more than 200 MB of memory, which is the limit",
  });
  expect((await pool.parse({ bytes: html, fileName: "a.html" })).text).toBe("# Title\n\nWords\n");
});

test("the caps hold in the parser process", async () => {
  await using pool = createParserPool({ processes: 1, limits: { ...DEFAULT_LIMITS, maxChars: 5 } });
  await expect(pool.parse({ bytes: html, fileName: "a.html" })).rejects.toMatchObject({
    code: "parse_failed",
    hint: expect.stringContaining("limit"),
  });
});

test.each([
  ["empty", Buffer.alloc(0), "the file is empty"],
  ["blank", Buffer.from(" \n \n"), "there is no text in it"],
  ["an image", Buffer.from("89504e470d0a1a0a", "hex"), "it is a PNG image"],
  ["a damaged PDF", Buffer.from("%PDF-1.7 but no more"), "it is damaged"],
  ["a PDF of nothing", pdfFrom(new Map([[1, "<< >>"]]), "/Root 1 0 R"), "damaged"],
])("a file that is %s is reported with its name and that reason", async (_name, bytes, reason) => {
  await expect(shared.parse({ bytes, fileName: "dir/file.md" })).rejects.toMatchObject({
    code: "parse_failed",
    message: expect.stringMatching(new RegExp(`^dir/file\\.md: .*${reason}`)),
  });
});

test("more files than processes wait for their turn", async () => {
  await using pool = createParserPool({ processes: 2 });
  const texts = await Promise.all(
    Array.from({ length: 40 }, async (_, index) => {
      const { text } = await pool.parse({ bytes: Buffer.from(`<p>page ${index}</p>`), fileName: `${index}.html` });
      return text;
    }),
  );
  expect(texts).toEqual(Array.from({ length: 40 }, (_, index) => `page ${index}\n`));
});

test("closing the pool ends what is under way and refuses what comes after", async () => {
  const pool = createParserPool({ processes: 1 });
  const pending = pool.parse({ bytes: greedy, fileName: "greedy.html" });
  const queued = pool.parse({ bytes: html, fileName: "a.html" });
  await Promise.all([
    expect(pending).rejects.toMatchObject({ code: "cancelled" }),
    expect(queued).rejects.toMatchObject({ code: "cancelled" }),
    sleep(200).then(async () => pool[Symbol.asyncDispose]()),
  ]);
  await expect(pool.parse({ bytes: html, fileName: "a.html" })).rejects.toMatchObject({ code: "cancelled" });
});

test.skipIf(process.platform !== "linux")(
  "a program that is killed leaves no parser process, busy or idle",
  async () => {
    const script = `
    import { createParserPool } from ${JSON.stringify(new URL("./create-parser-pool.ts", import.meta.url).href)};
    const pool = createParserPool({ processes: 2, memoryMb: 4000 });
    await pool.parse({ bytes: Buffer.from("<p>words"), fileName: "a.html" });
    void pool.parse({ bytes: Buffer.from("<b>x".repeat(3000000)), fileName: "b.html" });
    await pool.parse({ bytes: Buffer.from("<p>words"), fileName: "c.html" });
    process.stdout.write("busy");
    setInterval(() => {}, 1000);
  `;
    const program = spawn(process.execPath, ["--input-type=module", "-e", script], {
      stdio: ["ignore", "pipe", "ignore"],
    });
    await once(program.stdout, "data");
    const children = childrenOf(program.pid ?? 0);
    expect(children).toHaveLength(2);
    program.kill("SIGKILL");
    await once(program, "exit");
    for (let waited = 0; waited < 100 && children.some(isAlive); waited += 1) await sleep(50);
    expect(children.filter(isAlive)).toEqual([]);
  },
);

test("an idle pool does not keep a program from ending", () => {
  const script = `
    import { createParserPool } from ${JSON.stringify(new URL("./create-parser-pool.ts", import.meta.url).href)};
    const pool = createParserPool({ processes: 1 });
    const { text } = await pool.parse({ bytes: Buffer.from("<p>words"), fileName: "a.html" });
    process.stdout.write(text);
  `;
  const output = execFileSync(process.execPath, ["--input-type=module", "-e", script], { timeout: 20_000 });
  expect(output.toString()).toBe("words\n");
});

function childrenOf(pid: number): readonly number[] {
  const isChild = (id: string): boolean => {
    try {
      return readFileSync(`/proc/${id}/stat`, "utf8").split(") ")[1]?.split(" ")[1] === String(pid);
    } catch (error) {
      if (error instanceof Error && "code" in error && error.code !== undefined) return false;
      throw error;
    }
  };
  return readdirSync("/proc")
    .filter((id) => /^\d+$/.test(id) && isChild(id))
    .map(Number);
}

function isAlive(pid: number): boolean {
  try {
    return !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return false;
    throw error;
  }
}
