// The help of every command as Markdown.
import type { Command } from "commander";

import { createProgram } from "../src/cli/program.ts";
import { createSession } from "../src/cli/session.ts";
import { systemRuntime } from "../src/core/runtime.ts";

const WIDTH = 100;

export function renderCli(): string {
  const output = { write: () => undefined, isTTY: false, columns: WIDTH };
  const io = {
    stdout: output,
    stderr: output,
    ask: undefined,
    env: {},
    cwd: ".",
    runtime: systemRuntime(),
    onInterrupt: () => ({ [Symbol.dispose]: () => undefined }),
    exitNow: () => undefined,
  };
  return describe(createProgram(createSession(io, new AbortController().signal), io), []).join("\n\n");
}

function describe(command: Command, path: readonly string[]): readonly string[] {
  const names = [...path, command.name()];
  let help = "";
  command.configureOutput({ writeOut: (text) => (help += text) });
  command.outputHelp();
  const heading = `## ${names.join(" ")}`;
  const block = `\`\`\`text\n${help.trim()}\n\`\`\``;
  return [heading, block, ...command.commands.flatMap((child) => describe(child, names))];
}
