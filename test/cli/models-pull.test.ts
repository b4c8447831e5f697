// `schoolbook models pull` and `remove`, end to end against a hub on loopback.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { afterEach, beforeEach, expect, test } from "vitest";

import { sha256 } from "../../src/core/hash.ts";
import { COMMIT, type MockHub, startHub } from "../hub/mock-hub.ts";
import { type CliFolder, cliFolder, type CliOptions, type CliResult } from "./run-cli.ts";

const MODEL = Buffer.alloc(2_000_000, "weights");
const FILES = { "tiny-Q8_0.gguf": MODEL, "tiny-Q4_K_M.gguf": MODEL.subarray(5), "README.md": Buffer.from("# Tiny\n") };

let hub: MockHub;
let place: CliFolder;

beforeEach(async () => {
  hub = await startHub({ "acme/tiny": { files: FILES } });
  place = cliFolder();
});

afterEach(async () => {
  place[Symbol.dispose]();
  await hub[Symbol.asyncDispose]();
});

async function run(args: readonly string[], options: CliOptions = {}): Promise<CliResult> {
  const env = { HF_ENDPOINT: hub.endpoint, SCHOOLBOOK_HOME: join(place.folder, "home"), ...options.env };
  return place.run(["models", ...args], { ...options, env });
}

const files = (): string => join(place.folder, "home", "models", "hf", "acme", "tiny", COMMIT, "files");

test("pull shows sizes first and then where the model is; a second pull has nothing to do", async () => {
  const first = await run(["pull", "hf:acme/tiny:q8_0"]);
  expect(first).toMatchObject({ code: 0 });
  expect(first.stderr).toBe("hf:acme/tiny:q8_0 at 5f3c1d8a9b7e: 1 file, 2.0 MB to fetch\n  tiny-Q8_0.gguf  2.0 MB\n");
  expect(first.stdout).toBe(
    `✓ hf:acme/tiny:q8_0 pulled, 1 file (2.0 MB)\n  ${files()}/tiny-Q8_0.gguf  sha256 ${sha256(MODEL)}\n`,
  );
  expect(readFileSync(join(files(), "tiny-Q8_0.gguf"))).toEqual(MODEL);
  expect(await run(["pull", "hf:acme/tiny:q8_0"])).toMatchObject({
    stderr: "",
    stdout: expect.stringContaining("is here already"),
  });
});

test("with --json there is one document and nothing else", async () => {
  const { stdout, stderr, json } = await run(["pull", "hf:acme/tiny:q8_0", "hf:acme/tiny:README.md", "--json"]);
  expect(stderr).toBe("");
  expect(stdout.startsWith("{")).toBe(true);
  expect(json()).toMatchObject({
    models: [
      { name: "hf:acme/tiny:q8_0", commit: COMMIT, fetched: ["tiny-Q8_0.gguf"], bytes: MODEL.length },
      { name: "hf:acme/tiny:README.md", files: [{ path: "README.md", size: 7, sha256: sha256("# Tiny\n") }] },
    ],
  });
});

test("something large is asked about; without an answer, or with no, nothing is fetched", async () => {
  const args = ["pull", "hf:acme/tiny:q8_0", "--set", "downloads.askAboveMb=1"];
  expect(await run(args)).toMatchObject({ code: 2, stderr: expect.stringContaining("→ Say --yes") });
  const no = await run(args, { reply: "n" });
  expect(no).toMatchObject({ code: 130, stderr: expect.stringContaining("Fetch 2.0 MB? [y/N] ") });
  expect(existsSync(files())).toBe(false);
  expect(await run(args, { reply: "y" })).toMatchObject({ code: 0 });
  await run(["remove", "hf:acme/tiny:q8_0"]);
  expect(await run([...args, "--yes"])).toMatchObject({ code: 0 });
});

test("an address that does not tell how large its file is is asked about too", async () => {
  const address = `${hub.storage}/files/acme/tiny?name=tiny-Q8_0.gguf`;
  hub.onFile = ({ request, response, body }) => {
    response.writeHead(200, { "content-type": "application/octet-stream" }).flushHeaders();
    response.end(request.method === "HEAD" ? undefined : body);
  };
  expect(await run(["pull", address])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("an unknown amount would be fetched"),
  });
  expect(await run(["pull", address, "--yes"])).toMatchObject({ code: 0 });
});

test("the project's configuration names a mirror, which gets no token; HF_ENDPOINT goes before it and does", async () => {
  place.write("schoolbook.config.json", JSON.stringify({ downloads: { hub: `${hub.endpoint}/` } }));
  const token = { HF_TOKEN: "hf_secret" };
  expect(await run(["pull", "hf:acme/tiny:README.md"], { env: { ...token, HF_ENDPOINT: "" } })).toMatchObject({
    code: 0,
  });
  expect(hub.seen.map(({ headers }) => headers.authorization)).not.toContain("Bearer hf_secret");
  expect(await run(["pull", "hf:acme/tiny:q8_0"], { env: token })).toMatchObject({ code: 0 });
  expect(hub.seen.map(({ headers }) => headers.authorization)).toContain("Bearer hf_secret");
});

test("offline, everything that is missing is named at once", async () => {
  const { code, stderr } = await run(["pull", "hf:acme/tiny:q8_0", "hf:acme/other", "--offline"]);
  expect(code).toBe(13);
  expect(stderr).toContain("fetching: hf:acme/tiny:q8_0; hf:acme/other.");
  expect(stderr).toContain("→ Run `schoolbook models pull hf:acme/tiny:q8_0 hf:acme/other` once without --offline.");
  expect(hub.seen).toEqual([]);
});

test("an ambiguous repository, an unknown file and a wrong pin say what to do", async () => {
  expect(await run(["pull", "hf:acme/tiny"])).toMatchObject({
    code: 3,
    stderr: expect.stringContaining("name one: tiny-Q8_0.gguf"),
  });
  expect(await run(["pull", "hf:acme/tiny:tiny-Q8_O.gguf"])).toMatchObject({
    code: 4,
    stderr: expect.stringContaining("Did you mean tiny-Q8_0.gguf?"),
  });
  const pinned = `hf:acme/tiny:q8_0#sha256=${"0".repeat(64)}`;
  expect(await run(["pull", pinned])).toMatchObject({ code: 15, stderr: expect.stringContaining("is wanted") });
  expect(await run(["pull", "tiny"])).toMatchObject({
    code: 3,
    stderr: expect.stringContaining("expected hf:org/name"),
  });
  expect(await run(["pull", "hf:acme/tiny", "--include", "../x"])).toMatchObject({ code: 2 });
  expect(existsSync(join(files(), "tiny-Q8_0.gguf"))).toBe(false);
});

test("retries are told, plainly", async () => {
  hub.onFile = ({ send, earlier, response }) =>
    earlier === 0 ? void response.writeHead(503, { "retry-after": "0" }).end() : send();
  const { code, stderr } = await run(["pull", "hf:acme/tiny:q8_0"]);
  expect(code).toBe(0);
  expect(stderr).toMatch(/answered with status 503\. Trying again …\n/u);
});

test("remove frees what a pull took", async () => {
  await run(["pull", "hf:acme/tiny:q8_0"]);
  expect(await run(["remove", "hf:acme/tiny:q8_0"])).toMatchObject({
    stdout: "✓ hf:acme/tiny:q8_0 removed: 1 file, 2.0 MB freed\n",
  });
  expect(existsSync(files())).toBe(false);
  expect(await run(["remove", "hf:acme/tiny:q8_0"])).toMatchObject({ code: 4 });
});

test("without SCHOOLBOOK_HOME models lie in the user's data folder", async () => {
  const env = { SCHOOLBOOK_HOME: "", XDG_DATA_HOME: join(place.folder, "data"), HOME: place.folder };
  const { stdout } = await run(["pull", "hf:acme/tiny:README.md"], { env });
  expect(stdout).toContain(
    join(place.folder, process.platform === "linux" ? "data/schoolbook/models/hf" : "schoolbook"),
  );
});

test("list shows what was pulled with its size, also outside of any project, and what of it is damaged", async () => {
  const nothing = await run(["list"]);
  expect(nothing).toMatchObject({ code: 0, stdout: expect.not.stringContaining("Pulled") });
  await run(["pull", "hf:acme/tiny:q8_0"]);
  const { stdout, json } = await run(["list", "--json"]);
  expect(stdout).toContain(`"folder": "${join(place.folder, "home", "models")}"`);
  expect(json()).toMatchObject({
    models: [{ name: "quoting" }, { name: "static" }, { name: "nano" }],
    pulled: [{ kind: "whole", model: { name: "hf:acme/tiny:q8_0", bytes: MODEL.length } }],
  });
  expect((await run(["list"])).stdout).toMatch(/Pulled, 2\.0 MB in .*models\n {2}hf:acme\/tiny:q8_0 +2\.0 MB +\d{4}-/u);
  writeFileSync(join(files(), "tiny-Q8_0.gguf"), "cut");
  expect((await run(["list"])).stdout).toContain("1 file missing; pull it again");
});

test("a pulled model is listed among the configured ones with its own abilities, or with the command that pulls it", async () => {
  const reference = "hf:acme/tiny:q8_0";
  place.write("schoolbook.config.json", JSON.stringify({ models: { tiny: { reference, price: { input: 0 } } } }));
  const before = await run(["list"]);
  expect(before.stdout).toMatch(/tiny +not in use +hf:acme\/tiny:q8_0 .*\$0\/\$0 per million +not ready/u);
  expect(before.stdout).toContain(
    "the model file of hf:acme/tiny:q8_0 is missing. Run `schoolbook models pull hf:acme/tiny:q8_0`.",
  );
  await run(["pull", reference]);
  expect((await run(["list"])).stdout).toContain("no GGUF file");
});
