// The help of every command as Markdown.
import type { Command } from "commander";

import { createProgram } from "../src/cli/program.ts";
import { createSession } from "../src/cli/session.ts";
import { recordingIo } from "./docs-io.ts";

const NEVER = new AbortController().signal;

export function renderCli(): string {
  const { io } = recordingIo(".");
  return describe(createProgram(createSession(io, { signal: NEVER, hurry: NEVER }), io), []).join("\n\n");
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
