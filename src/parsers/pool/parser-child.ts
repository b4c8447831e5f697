// The program that a parser process runs: takes files, gives back documents, dies with its parent.
import { Worker } from "node:worker_threads";

import { toSchoolbookError } from "../../core/errors.ts";
import { parseFile } from "../parse-file.ts";
import type { ParseReply, ParseRequest } from "./messages.ts";

const memoryMb = process.argv[2] ?? "0";
const extension = import.meta.url.endsWith(".ts") ? "ts" : "js";
const watchdog = new Worker(new URL(`./watchdog.${extension}`, import.meta.url), {
  argv: [String(process.ppid), memoryMb],
});
watchdog.unref();

// pdf.js leaves rejections behind for parts of damaged files that nobody waits for; the answer does not depend on them.
process.on("unhandledRejection", () => undefined);
process.on("disconnect", () => process.exit(0));
process.on("message", (request: ParseRequest) => void answer(request));
reply({ kind: "ready" });

async function answer(request: ParseRequest): Promise<void> {
  const { id } = request;
  try {
    reply({ kind: "parsed", id, file: await parseFile(request) });
  } catch (error) {
    const { code, message, hint, details } = toSchoolbookError(error);
    reply({ kind: "failed", id, error: { code, message, hint, details } });
  }
}

function reply(message: ParseReply): void {
  process.send?.(message);
}
