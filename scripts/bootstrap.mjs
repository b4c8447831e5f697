// Makes a fresh clone ready and runs a command in it: plain JavaScript for any Node from 20 on, nothing but npm needed.
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const neededNode = [24, 15];
const nodePackageVersion = "24";

const commands = {
  start: { packages: "run", script: "lab/demo/run.ts", args: [] },
  cli: { packages: "run", script: "bin/schoolbook.mjs", args: [] },
  test: { packages: "all", script: "node_modules/vitest/vitest.mjs", args: ["run"] },
  check: { packages: "all", script: "scripts/check.ts", args: [] },
  build: { packages: "all", script: "scripts/build.ts", args: [] },
  lab: { packages: "all", script: "lab/experiments/run.ts", args: [] },
  docs: { packages: "all", script: "scripts/docs.ts", args: [] },
};

const [name, ...rest] = process.argv.slice(2);
const command = commands[name];
if (command === undefined) {
  console.error(`usage: node scripts/bootstrap.mjs ${Object.keys(commands).join("|")} [arguments]`);
  process.exit(2);
}
const node = ensureNode();
ensurePackages(command.packages);
process.exitCode = await run(node, [join(root, command.script), ...command.args, ...rest]);

/** The path of a Node that is new enough: this one, or one fetched from npm into .tools. */
function ensureNode() {
  if (isNewEnough(process.versions.node)) return process.execPath;
  const windows = process.platform === "win32";
  const nodePackage = nodePackageName();
  const binary = join(root, ".tools", "node_modules", nodePackage, "bin", windows ? "node.exe" : "node");
  if (!existsSync(join(root, ".tools", "node-ready")) || !existsSync(binary)) {
    say(
      `Schoolbook needs Node ${neededNode.join(".")}; this is ${process.versions.node}. Fetching Node 24 into .tools (once, about 60 MB).`,
    );
    mkdirSync(join(root, ".tools"), { recursive: true });
    writeFileSync(join(root, ".tools", "package.json"), '{"private":true}\n');
    npm([
      "install",
      "--prefix",
      join(root, ".tools"),
      "--ignore-scripts",
      "--no-package-lock",
      "--no-save",
      `${nodePackage}@${nodePackageVersion}`,
    ]);
    writeFileSync(join(root, ".tools", "node-ready"), "");
  }
  const version = spawnSync(binary, ["--version"], { encoding: "utf8" }).stdout?.trim().slice(1) ?? "";
  if (!isNewEnough(version))
    fail(
      "Node 24 could not be fetched for this machine. Install it from https://nodejs.org and run the same command again.",
    );
  return binary;
}

function nodePackageName() {
  const appleSilicon = process.platform === "darwin" && process.arch === "arm64";
  return `node-${appleSilicon ? "bin-" : ""}${process.platform === "win32" ? "win" : process.platform}-${process.arch}`;
}

function isNewEnough(version) {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return major > neededNode[0] || (major === neededNode[0] && minor >= neededNode[1]);
}

/** Installs what the lockfile says unless that was done already; the stamp is written last, so a broken install is repeated. */
function ensurePackages(wanted) {
  const lock = createHash("sha256")
    .update(readFileSync(join(root, "package-lock.json")))
    .digest("hex");
  const stamp = join(root, "node_modules", ".schoolbook-installed");
  const [installed, scope] = existsSync(stamp) ? readFileSync(stamp, "utf8").trim().split(" ") : [];
  if (installed === lock && (scope === "all" || scope === wanted)) return;
  say(wanted === "all" ? "Installing packages, with those for development (once)." : "Installing packages (once).");
  npm(["ci", "--ignore-scripts", ...(wanted === "all" ? [] : ["--omit=dev"])]);
  writeFileSync(stamp, `${lock} ${wanted}\n`);
}

function npm(args) {
  const quiet = ["--no-audit", "--no-fund", "--loglevel=error"];
  const cli = process.env.npm_execpath;
  const result =
    cli?.endsWith(".js") === true
      ? spawnSync(process.execPath, [cli, ...args, ...quiet], { cwd: root, stdio: ["ignore", "ignore", "inherit"] })
      : spawnSync("npm", [...args, ...quiet], {
          cwd: root,
          stdio: ["ignore", "ignore", "inherit"],
          shell: process.platform === "win32",
        });
  if (result.status !== 0)
    fail(
      "npm could not install what is needed; its message is above. Check the network and the registry, then run the same command again.",
    );
}

/** Whoever ends this process ends the program: nobody is left behind working. A terminal's Ctrl-C reaches the program by itself. */
function run(binary, args) {
  const path = `${dirname(binary)}${delimiter}${process.env.PATH ?? ""}`;
  const child = spawn(binary, args, {
    cwd: process.env.INIT_CWD && name === "cli" ? process.env.INIT_CWD : root,
    stdio: "inherit",
    env: { ...process.env, PATH: path },
  });
  process.on("SIGINT", () => {});
  for (const signal of ["SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  if (process.env.npm_lifecycle_event !== undefined) endWithShell(child);
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code, signal) => {
      if (signal !== null) endBy(signal);
      resolve(code ?? 1);
    });
  });
}

/** Whoever ends npm ends npm's shell, which passes nothing on. Told once: a program takes a second signal for impatience. */
function endWithShell(child) {
  const shell = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === shell) return;
    clearInterval(timer);
    child.kill("SIGTERM");
  }, 500).unref();
}

/** As the program did, so that the shell hears of it. */
function endBy(signal) {
  process.removeAllListeners(signal);
  process.kill(process.pid, signal);
}

function say(text) {
  console.error(text);
}

function fail(text) {
  console.error(text);
  process.exit(1);
}
