// What `schoolbook demo` prints, without the durations, which differ from machine to machine.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { main } from "../src/cli/main.ts";
import { recordingIo } from "./docs-io.ts";

const STARTED_BY_NPM = { npm_lifecycle_event: "start", npm_package_name: "schoolbook" };

export async function renderDemo(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "schoolbook-docs-"));
  try {
    const { io, printed } = recordingIo(fileURLToPath(new URL("..", import.meta.url)), STARTED_BY_NPM);
    const code = await main(["demo", "--set", `library.path=${join(folder, "library.sqlite")}`], io);
    if (code !== 0) throw new Error(`The demonstration ended with ${code}.`);
    const timeless = printed().replaceAll(/,? in [\d.]+ m?s\./gu, ".");
    return `\`\`\`text\n${timeless.trim()}\n\`\`\``;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
