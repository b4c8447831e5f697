#!/usr/bin/env node
// Starts the command line; plain JavaScript so that an old Node gets a sentence instead of a syntax error.
const [major, minor] = process.versions.node.split(".").map(Number);
if (major < 24 || (major === 24 && minor < 15)) {
  console.error(`schoolbook needs Node 24.15 or newer; this is ${process.versions.node}.\nInstall it from https://nodejs.org, then run the same command again.`);
  process.exit(2);
}
const { enableCompileCache } = await import("node:module");
enableCompileCache();
const { existsSync } = await import("node:fs");
const source = new URL("../src/cli/main.ts", import.meta.url);
const { main } = existsSync(source) ? await import(source.href) : await import("../dist/cli/main.js");
process.exitCode = await main(process.argv.slice(2));
