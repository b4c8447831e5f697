// Help, usage errors, flags, completion: everything that needs no library.
import { spawnSync } from "node:child_process";

import { expect, test } from "vitest";

import { cliFolder } from "./run-cli.ts";

test("help groups the commands and ends with examples", async () => {
  using place = cliFolder();
  const { code, stdout, stderr } = await place.run(["--help"]);
  expect(code).toBe(0);
  expect(stderr).toBe("");
  expect(stdout).toMatch(/^Usage: schoolbook \[options\] \[command\]\n/u);
  expect(stdout).toMatch(
    /Start:\n {2}init .*\n {2}demo [\s\S]*Use:\n {2}ask [\s\S]*Look after:\n {2}models [\s\S]*\n {2}config /u,
  );
  expect(stdout).toContain('  $ schoolbook ask "How long is the notice period?" --as user:ann');
  expect(Math.max(...stdout.split("\n").map((line) => line.length))).toBeLessThanOrEqual(80);
});

test("without a command the help is printed and nothing is wrong", async () => {
  using place = cliFolder();
  const { code, stdout } = await place.run([]);
  expect(code).toBe(0);
  expect(stdout).toContain("Usage: schoolbook");
  const group = await place.run(["library"]);
  expect(group).toMatchObject({ code: 0, stdout: expect.stringContaining("Usage: schoolbook library") });
});

test("`help library search` is `library search --help`", async () => {
  using place = cliFolder();
  const help = await place.run(["help", "library", "search"]);
  expect(help).toEqual({ ...(await place.run(["library", "search", "--help"])), json: expect.any(Function) });
  expect(help.stdout).toContain("--explain");
  expect(help.stdout).toContain("Global options: --project --as --set --offline --json --quiet --no-color");
});

test("--version prints the version", async () => {
  using place = cliFolder();
  expect(await place.run(["--version"])).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/u),
  });
});

test.each([
  [["libary"], "error: Unknown command 'libary'.\n→ Did you mean library?\n"],
  [["library", "snyc"], "error: Unknown command 'snyc'.\n→ Did you mean sync?\n"],
  [["library", "sync", "--dry"], "error: Unknown option '--dry'.\n→ Did you mean --dry-run?\n"],
  [["ask"], "error: Missing required argument 'question'.\n→ Run `schoolbook ask --help` to see what there is.\n"],
  [
    ["library", "search", "x", "--limit", "0"],
    "error: --limit 0: expected a whole number from 1.\n→ Run `schoolbook library search --help` to see what it takes.\n",
  ],
  [
    ["config", "explain", "--set", "limit"],
    "error: --set limit is not of the form setting=value.\n→ Write for example --set retrieval.limit=20; `schoolbook config explain` lists the settings.\n",
  ],
])("%j is refused with exit code 2 and says what was meant", async (argv, message) => {
  using place = cliFolder();
  expect(await place.run(argv)).toMatchObject({ code: 2, stdout: "", stderr: message });
});

test("with --json an error is one line of JSON on stderr and stdout stays empty", async () => {
  using place = cliFolder();
  const { code, stdout, stderr } = await place.run(["config", "path", "--json"]);
  expect(code).toBe(3);
  expect(stdout).toBe("");
  expect(stderr.trimEnd().split("\n")).toHaveLength(1);
  expect(JSON.parse(stderr)).toMatchObject({
    error: { code: "config_missing", hint: expect.stringContaining("init") },
  });
  const usage = await place.run(["snyc", "--json"]);
  expect(JSON.parse(usage.stderr)).toMatchObject({ error: { code: "usage" } });
});

test("colours only come with a terminal, and NO_COLOR and --no-color turn them off", async () => {
  using place = cliFolder();
  const escape = "\u001b[";
  expect((await place.run(["--help"], { isTTY: true })).stdout).toContain(escape);
  expect((await place.run(["--help"], { isTTY: true, env: { NO_COLOR: "1" } })).stdout).not.toContain(escape);
  expect((await place.run(["nope"], { isTTY: true })).stderr).toContain(escape);
  expect((await place.run(["nope", "--no-color"], { isTTY: true })).stderr).not.toContain(escape);
});

const zsh = spawnSync("zsh", ["--version"]).status === 0;
const fish = spawnSync("fish", ["--version"]).status === 0;

test("the completion script for bash parses and completes commands, flags and choices", async () => {
  using place = cliFolder();
  const { code, stdout } = await place.run(["completion", "bash"]);
  expect(code).toBe(0);
  expect(spawnSync("bash", ["-n"], { input: stdout }).status).toBe(0);
  const complete = (...words: readonly string[]): string => {
    const quoted = words.map((word) => `'${word}'`).join(" ");
    const script = `${stdout}\nCOMP_WORDS=(${quoted}); COMP_CWORD=${words.length - 1}; _schoolbook; echo "\${COMPREPLY[*]}"`;
    return spawnSync("bash", ["-c", script], { encoding: "utf8" }).stdout.trim();
  };
  expect(complete("schoolbook", "li")).toBe("library");
  expect(complete("schoolbook", "library", "re")).toBe("rebuild");
  expect(complete("schoolbook", "--json", "library", "sync", "--dr")).toBe("--dry-run");
  expect(complete("schoolbook", "completion", "z")).toBe("zsh");
});

test("the completion script for zsh parses", async ({ skip }) => {
  skip(!zsh, "zsh is not installed");
  using place = cliFolder();
  const { stdout } = await place.run(["completion", "zsh"]);
  expect(spawnSync("zsh", ["-n"], { input: stdout })).toMatchObject({ status: 0 });
});

test("the completion script for fish parses", async ({ skip }) => {
  skip(!fish, "fish is not installed");
  using place = cliFolder();
  place.write("completion.fish", (await place.run(["completion", "fish"])).stdout);
  const script = `${place.folder}/completion.fish`;
  expect(spawnSync("fish", ["--no-execute", script])).toMatchObject({ status: 0 });
  const complete = `source ${script}; complete -C "schoolbook library re"`;
  expect(spawnSync("fish", ["-c", complete], { encoding: "utf8" }).stdout).toMatch(/^rebuild\t/u);
});

test("an unknown shell is refused with the known ones", async () => {
  using place = cliFolder();
  const { code, stderr } = await place.run(["completion", "tcsh"]);
  expect(code).toBe(2);
  expect(stderr).toContain("bash, zsh, fish");
});
