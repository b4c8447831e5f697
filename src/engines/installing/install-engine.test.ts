import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";

import {
  type FakePackage,
  type FakeRegistry,
  integrityOf,
  startRegistry,
} from "../../../test/registry/fake-registry.ts";
import { seededRandom, systemRuntime } from "../../core/runtime.ts";
import type { Progress } from "../../spec/progress.ts";
import type { EngineRecipe } from "./engine-recipe.ts";
import { installEngine, type InstallOptions } from "./install-engine.ts";
import { engineFolder, inspectInstall, requireInstalled } from "./installed-engine.ts";
import { removeEngine } from "./remove-engine.ts";

const PACKAGES: readonly FakePackage[] = [
  {
    name: "fake-engine",
    version: "2.0.0",
    files: { "index.js": "module.exports = 'engine';", "evil.js": "require('fs').writeFileSync('ran', '')" },
    manifest: { dependencies: { helper: "1.0.0" }, scripts: { postinstall: "node evil.js" } },
  },
  { name: "helper", version: "1.0.0", files: { "index.js": "x".repeat(10_000) } },
  { name: "@fake/here", version: "2.0.0", files: { "native.js": "module.exports = 1;" } },
  { name: "@fake/elsewhere", version: "2.0.0", files: { "native.js": "x".repeat(100_000) } },
  { name: "@fake/broken", version: "2.0.0", files: { "native.js": "throw new Error('GLIBC_9.99 not found');" } },
];

let registry: FakeRegistry;
let root: string;
let home: string;

beforeAll(async () => {
  registry = await startRegistry(PACKAGES);
  root = mkdtempSync(join(tmpdir(), "schoolbook-engines-"));
});
afterAll(async () => {
  await registry[Symbol.asyncDispose]();
  rmSync(root, { recursive: true, force: true });
});
beforeEach(() => {
  registry.delayMs = 0;
  home = mkdtempSync(join(root, "home-"));
});

function entry(name: string, more: Record<string, unknown> = {}) {
  const one = PACKAGES.find((each) => each.name === name);
  return { version: one?.version ?? "", integrity: one === undefined ? "" : integrityOf(one), ...more };
}

function recipe(
  changes: Partial<EngineRecipe> & { readonly native?: string; readonly integrity?: string } = {},
): EngineRecipe {
  const { native = "@fake/here", integrity, ...rest } = changes;
  return {
    name: "fake",
    version: "2.0.0",
    purpose: "to be installed",
    bytes: 1_000_000,
    packagesFor: () => ({ "fake-engine": "2.0.0", [native]: "2.0.0" }),
    lock: () => ({
      lockfileVersion: 3,
      packages: {
        "node_modules/fake-engine": entry("fake-engine", {
          dependencies: { helper: "1.0.0" },
          optionalDependencies: { "@fake/here": "2.0.0", "@fake/elsewhere": "2.0.0" },
          hasInstallScript: true,
        }),
        "node_modules/helper": { ...entry("helper"), ...(integrity === undefined ? {} : { integrity }) },
        "node_modules/@fake/here": entry("@fake/here", { optional: true }),
        "node_modules/@fake/elsewhere": entry("@fake/elsewhere", { optional: true }),
        "node_modules/@fake/broken": entry("@fake/broken", { optional: true }),
      },
    }),
    needs: () => ["fake-engine/index.js", `${native}/native.js`],
    ...rest,
  };
}

/** The user's own npm settings name the registry, and a cache that no other test has filled. */
function options(changes: Partial<InstallOptions> = {}): InstallOptions {
  const user = mkdtempSync(join(root, "user-"));
  const lines = [`registry=${registry.address}`, "fetch-retries=0", `cache=${join(user, "cache")}`];
  writeFileSync(join(user, ".npmrc"), `${lines.join("\n")}\n`);
  const env = { PATH: process.env["PATH"], HOME: user, USERPROFILE: user };
  const runtime = systemRuntime({ env, random: seededRandom(1) });
  return { home, runtime, offline: false, ...changes };
}

function leftovers(): readonly string[] {
  return readdirSync(home).filter((name) => name.startsWith("."));
}

test("an engine is installed with the packages that this machine needs, without running their scripts", async () => {
  const steps: Progress[] = [];
  const { folder, manifest, isNew } = await installEngine(
    recipe(),
    options({ onProgress: (step) => steps.push(step) }),
  );
  expect(isNew).toBe(true);
  expect(folder).toBe(engineFolder(recipe(), home));
  expect(readdirSync(join(folder, "node_modules", "@fake"))).toEqual(["here"]);
  expect(existsSync(join(folder, "node_modules", "fake-engine", "ran"))).toBe(false);
  expect(manifest).toMatchObject({ engine: "fake", version: "2.0.0", packages: 3 });
  expect(manifest.bytes).toBeGreaterThan(10_000);
  expect(steps[0]).toMatchObject({ stage: "installing fake 2.0.0", done: 0, total: 1, unit: "MB" });
  const lock: unknown = JSON.parse(readFileSync(join(folder, "package-lock.json"), "utf8"));
  expect(lock).toMatchObject({
    packages: { "node_modules/helper": { integrity: expect.stringMatching(/^sha512-/u) } },
  });
  expect(requireInstalled(recipe(), home)).toBe(folder);
  expect(leftovers()).toEqual([]);
});

test("what of the packages is of no use on this machine does not stay, nor count", async () => {
  const { folder, manifest } = await installEngine(recipe({ drops: () => ["helper", "not/there"] }), options());
  expect(existsSync(join(folder, "node_modules", "helper"))).toBe(false);
  expect(manifest.bytes).toBeLessThan(10_000);
});

test("what is installed and whole is left alone, unless it is to be installed anew", async () => {
  const first = await installEngine(recipe(), options());
  const before = registry.requests().length;
  expect((await installEngine(recipe(), options())).isNew).toBe(false);
  expect(registry.requests().length).toBe(before);
  writeFileSync(join(first.folder, "mark"), "");
  expect((await installEngine(recipe(), options({ force: true }))).isNew).toBe(true);
  expect(existsSync(join(first.folder, "mark"))).toBe(false);
  expect(leftovers()).toEqual([]);
});

test("what is damaged is replaced without being asked twice", async () => {
  const { folder } = await installEngine(recipe(), options());
  rmSync(join(folder, "node_modules", "fake-engine", "index.js"));
  expect(inspectInstall(recipe(), home)).toMatchObject({ kind: "broken", reason: "fake-engine/index.js is missing" });
  expect((await installEngine(recipe(), options())).isNew).toBe(true);
  expect(inspectInstall(recipe(), home).kind).toBe("installed");
});

test("a package that is not what the lock says is refused, and nothing is left behind", async () => {
  const wrong = recipe({ integrity: `sha512-${"A".repeat(86)}==` });
  await expect(installEngine(wrong, options())).rejects.toMatchObject({
    code: "engine_missing",
    message: expect.stringMatching(/could not be installed: .*EINTEGRITY/u),
    hint: expect.stringContaining("`schoolbook engines add fake`"),
  });
  expect(inspectInstall(wrong, home).kind).toBe("missing");
  expect(leftovers()).toEqual([]);
});

test("a registry that cannot be reached, or does not have a package, is said", async () => {
  const unreachable = options();
  const env = { ...unreachable.runtime.env, npm_config_registry: "http://127.0.0.1:9" };
  await expect(installEngine(recipe(), { ...unreachable, runtime: systemRuntime({ env }) })).rejects.toMatchObject({
    code: "engine_missing",
    message: expect.stringContaining("ECONNREFUSED"),
  });
  const lock = { lockfileVersion: 3, packages: { "node_modules/nobody": { version: "1.0.0" } } };
  const unknown = recipe({ packagesFor: () => ({ nobody: "1.0.0" }), lock: () => lock });
  await expect(installEngine(unknown, options())).rejects.toMatchObject({
    code: "engine_missing",
    message: expect.stringContaining("404"),
  });
  expect(leftovers()).toEqual([]);
});

test("offline, what is missing is listed and nothing is asked for", async () => {
  const before = registry.requests().length;
  await expect(installEngine(recipe(), options({ offline: true }))).rejects.toMatchObject({
    code: "offline",
    message: expect.stringContaining("fake-engine@2.0.0, @fake/here@2.0.0"),
    details: { missing: ["fake-engine@2.0.0", "@fake/here@2.0.0"] },
  });
  expect(registry.requests().length).toBe(before);
  await installEngine(recipe(), options());
  expect((await installEngine(recipe(), options({ offline: true }))).isNew).toBe(false);
});

test("a machine that there are no packages for is told so", async () => {
  await expect(installEngine(recipe({ packagesFor: () => undefined }), options())).rejects.toMatchObject({
    code: "engine_missing",
    message: `There is no fake engine 2.0.0 for ${process.platform}-${process.arch}.`,
  });
});

test("a library that does not load on this machine is found at once, and not installed", async () => {
  await expect(installEngine(recipe({ native: "@fake/broken" }), options())).rejects.toMatchObject({
    code: "engine_broken",
    message: expect.stringContaining("GLIBC_9.99 not found"),
  });
  expect(inspectInstall(recipe(), home).kind).toBe("missing");
  expect(leftovers()).toEqual([]);
});

test("two that install at once install once", async () => {
  registry.delayMs = 300;
  const waited: unknown[] = [];
  const both = await Promise.all(
    [1, 2].map(async () => installEngine(recipe(), options({ onWait: (holder) => waited.push(holder) }))),
  );
  expect(both.filter(({ isNew }) => isNew)).toHaveLength(1);
  expect(waited).toHaveLength(1);
});

test("an install that is stopped leaves nothing behind", async () => {
  registry.delayMs = Number.POSITIVE_INFINITY;
  const controller = new AbortController();
  setTimeout(() => controller.abort(), 500);
  await expect(installEngine(recipe(), options({ signal: controller.signal }))).rejects.toMatchObject({
    name: "AbortError",
  });
  expect(leftovers()).toEqual([]);
});

test("an install that is killed leaves no engine, and the next one clears up after it", async () => {
  registry.delayMs = Number.POSITIVE_INFINITY;
  const { runtime } = options();
  const script = `
    import { installEngine } from ${JSON.stringify(new URL("./install-engine.ts", import.meta.url).href)};
    import { systemRuntime } from ${JSON.stringify(new URL("../../core/runtime.ts", import.meta.url).href)};
    const recipe = { ...JSON.parse(process.argv[1]), packagesFor: () => ({ helper: "1.0.0" }), needs: () => [] };
    recipe.lock = () => ({ lockfileVersion: 3, packages: recipe.packages });
    const runtime = systemRuntime({ env: JSON.parse(process.argv[2]) });
    const onProgress = () => process.stdout.write("under way");
    await installEngine(recipe, { home: process.argv[3], runtime, offline: false, onProgress });`;
  const told = {
    name: "fake",
    version: "2.0.0",
    purpose: "",
    bytes: 1e6,
    packages: { "node_modules/helper": entry("helper") },
  };
  const args = ["--input-type=module", "-e", script, JSON.stringify(told), JSON.stringify(runtime.env), home];
  const program = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  await once(program.stdout, "data");
  await sleep(300);
  program.kill("SIGKILL");
  await once(program, "exit");
  expect(inspectInstall(recipe(), home).kind).toBe("missing");
  expect(leftovers()).toHaveLength(1);
  registry.delayMs = 0;
  expect((await installEngine(recipe(), options())).isNew).toBe(true);
  expect(leftovers()).toEqual([]);
});

test("other versions go when a new one is there, and removing takes all of them", async () => {
  mkdirSync(join(home, "fake-1.0.0"), { recursive: true });
  mkdirSync(join(home, "fakery-1.0.0"));
  await installEngine(recipe(), options());
  expect(readdirSync(home).toSorted()).toEqual(["engines.lock", "fake-2.0.0", "fakery-1.0.0"]);
  expect(await removeEngine(recipe(), options())).toBe(true);
  expect(readdirSync(home).toSorted()).toEqual(["engines.lock", "fakery-1.0.0"]);
  expect(await removeEngine(recipe(), options())).toBe(false);
  expect(await removeEngine(recipe(), options({ home: join(home, "nowhere") }))).toBe(false);
});

test("a folder that cannot be written to is named", async () => {
  const file = join(home, "file");
  writeFileSync(file, "");
  await expect(installEngine(recipe(), options({ home: join(file, "engines") }))).rejects.toMatchObject({
    code: "storage_readonly",
    message: expect.stringContaining(file),
    hint: expect.stringContaining("SCHOOLBOOK_HOME"),
  });
});

test("settings of an npm that runs this program do not leak into the install", async () => {
  const given = options();
  const env = {
    ...given.runtime.env,
    npm_config_global: "true",
    npm_config_dry_run: "true",
    npm_config_ignore_scripts: "false",
    npm_config_omit: "",
    npm_config_prefix: join(root, "elsewhere"),
  };
  const { folder } = await installEngine(recipe(), { ...given, runtime: systemRuntime({ env }) });
  expect(existsSync(join(folder, "node_modules", "fake-engine", "ran"))).toBe(false);
  expect(inspectInstall(recipe(), home).kind).toBe("installed");
});
