import { chmodSync, existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { afterAll, expect, test } from "vitest";

import { createWorkplace } from "../../../../test/trainers/peft-sidecar.ts";
import { createFakeRuntime } from "../../../testing/fake-runtime.ts";
import { setupTrainer, type TrainerFlavour } from "./setup-trainer.ts";
import { inspectTrainer, requirePython } from "./trainer-home.ts";

const place = createWorkplace();
afterAll(() => place[Symbol.dispose]());

type FakePython = {
  readonly version?: string;
  /** What `-m venv` does besides making the folder. */
  readonly venv?: string;
  readonly pip?: string;
  readonly trial?: string;
};

const TRIAL = `console.log(JSON.stringify({versions: {torch: "2.13.0"}, python: "3.12.1", cuda: 0}));`;

/** A folder with a `python3` that does what is said; the environment that it makes holds itself again. */
function pythonFolder({ version = "3.12.1", venv = "", pip = "", trial = TRIAL }: FakePython = {}): string {
  const folder = place.newFolder();
  mkdirSync(folder);
  const path = join(folder, "python3");
  writeFileSync(
    path,
    `#!${process.execPath}
const { cpSync, mkdirSync, appendFileSync } = require("node:fs");
const args = process.argv.slice(2);
appendFileSync(${JSON.stringify(join(folder, "calls"))}, args.join(" ") + "\\n");
const fail = (text) => { console.error(text); process.exit(1); };
if (args[0] === "-c") console.log(${JSON.stringify(path)} + "\\n${version}\\nTrue");
else if (args[1] === "venv") { ${venv} mkdirSync(args[2] + "/bin", {recursive: true}); cpSync(${JSON.stringify(path)}, args[2] + "/bin/python"); }
else if (args[1] === "pip") { ${pip} }
else { ${trial} }
`,
  );
  chmodSync(path, 0o755);
  return folder;
}

const CPU: TrainerFlavour = { kind: "cpu" };

function setUp(
  folder: string,
  changes: { readonly home?: string; readonly offline?: boolean; readonly force?: boolean } = {},
) {
  const home = changes.home ?? place.newFolder();
  const runtime = createFakeRuntime({ env: { PATH: folder } });
  return { home, done: setupTrainer(CPU, { offline: false, runtime, ...changes, home }) };
}

const entriesOf = (home: string) => readdirSync(home).filter((name) => !name.startsWith("trainers.lock"));

test("an install is there when its manifest is; a second one has nothing to do", async () => {
  const folder = pythonFolder();
  const { home, done } = setUp(folder);
  expect((await done).isNew).toBe(true);
  expect(requirePython(home)).toMatch(/cpu-[\da-f]{8}-[\da-f]{6}\/bin\/python$/u);
  expect(await setUp(folder, { home, offline: true }).done).toMatchObject({ isNew: false });
  const anew = await setUp(folder, { home, force: true }).done;
  expect(anew.isNew).toBe(true);
  expect(entriesOf(home)).toHaveLength(2);
});

test("pip is told to take exactly the locked files", async () => {
  const pip = `for (const wanted of ["--require-hashes", "--no-deps", "--only-binary"]) if (!args.includes(wanted)) fail(wanted);
    const lock = require("node:fs").readFileSync(args.at(-1), "utf8");
    if (!/^torch==2\\.13\\.0 /mu.test(lock) || /^triton|^bitsandbytes/mu.test(lock)) fail("another lock");`;
  await setUp(pythonFolder({ pip })).done;
});

test.for([
  ["without a Python", undefined, "engine_missing", "there is no Python on the PATH"],
  ["with an old Python", { version: "3.8.18" }, "engine_missing", "is too old (3.8.18)"],
  ["with a Python that is too new", { version: "3.16.0" }, "engine_missing", "is too new (3.16.0)"],
  [
    "without the venv module",
    { venv: 'fail("The virtual environment was not created successfully because ensurepip is not available.");' },
    "engine_missing",
    "it lacks the venv module",
  ],
  [
    "without a network",
    {
      pip: 'fail("WARNING: Retrying after NewConnectionError\\nERROR: No matching distribution found for torch==2.13.0");',
    },
    "download_failed",
    "the package registry cannot be reached",
  ],
  [
    "with a file that was changed on the way",
    { pip: 'fail("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.");' },
    "download_wrong",
    "is not the file that was locked",
  ],
  [
    "on a full disk",
    { pip: 'fail("OSError: [Errno 28] No space left on device");' },
    "storage_full",
    "The disk is full",
  ],
  [
    "where the packages do not load",
    { trial: 'fail("ImportError: libgomp.so.1: cannot open shared object file");' },
    "engine_broken",
    "libgomp.so.1",
  ],
] as const)("%s nothing is installed, and the error says why", async ([, python, code, message]) => {
  const { home, done } = setUp(python === undefined ? place.newFolder() : pythonFolder(python));
  await expect(done).rejects.toMatchObject({ code, message: expect.stringContaining(message) });
  expect(inspectTrainer(home)).toEqual({ kind: "missing" });
  if (existsSync(home)) expect(entriesOf(home)).toEqual([]);
});

test("an install that fails leaves the one before in use", async () => {
  const { home, done } = setUp(pythonFolder());
  const { manifest } = await done;
  const again = setUp(pythonFolder({ pip: 'fail("ERROR: no");' }), { home, force: true });
  await expect(again.done).rejects.toMatchObject({ code: "download_failed" });
  expect(requirePython(home)).toBe(manifest.python);
});

test("--offline fetches nothing and says how much it would be", async () => {
  const { done } = setUp(pythonFolder(), { offline: true });
  await expect(done).rejects.toMatchObject({ code: "offline", message: expect.stringContaining("GB") });
});

test("an interpreter of the user's own is tried and taken as it is", async () => {
  const home = place.newFolder();
  const options = { home, runtime: createFakeRuntime(), offline: true };
  const python = join(pythonFolder(), "python3");
  await setupTrainer({ kind: "given", python }, options);
  expect(requirePython(home)).toBe(python);
  const away = setupTrainer({ kind: "given", python: join(place.folder, "nowhere") }, options);
  await expect(away).rejects.toMatchObject({ code: "engine_missing" });
  expect(requirePython(home)).toBe(python);
});

test("what is missing or damaged is told with the command that mends it", async () => {
  const home = place.newFolder();
  expect(() => requirePython(home)).toThrow("is not installed");
  mkdirSync(home);
  writeFileSync(join(home, "peft.json"), "{");
  expect(() => requirePython(home)).toThrow("cannot be read");
});
