// What went wrong while the sidecar was installed, in words that say what to do.
import { SchoolbookError } from "../../../core/errors.ts";
import type { FoundPython } from "./find-python.ts";
import type { ProgramOutcome } from "./run-program.ts";

type Failure = Exclude<ProgramOutcome, { kind: "done" }>;

const LINES_SHOWN = 4;

export function venvError({ path, version }: FoundPython, failure: Failure): SchoolbookError {
  const said = wordsOf(failure);
  const isWithoutVenv = /ensurepip|No module named '?venv/u.test(said);
  const reason = isWithoutVenv ? "it lacks the venv module" : shown(said);
  const [, minor] = version.split(".");
  return new SchoolbookError("engine_missing", `${path} cannot make an environment of its own: ${reason}.`, {
    hint: isWithoutVenv
      ? `On Debian and Ubuntu: \`apt install python3.${minor}-venv\`; or name another Python with SCHOOLBOOK_PYTHON.`
      : "Check the folder's permissions, or name another Python with SCHOOLBOOK_PYTHON.",
  });
}

export function pipError(failure: Failure): SchoolbookError {
  const said = wordsOf(failure);
  if (/DO NOT MATCH THE HASHES/u.test(said)) {
    return new SchoolbookError("download_wrong", "A package of the trainer is not the file that was locked.", {
      hint: "Run again. If it happens twice, a registry or proxy on the way serves other files.",
      details: { said: shown(said) },
    });
  }
  if (/No space left/u.test(said)) {
    return new SchoolbookError("storage_full", "The disk is full: the trainer could not be installed.", {
      hint: "Free some gigabytes, or name another folder with SCHOOLBOOK_HOME. Nothing was left behind.",
    });
  }
  const isAway =
    /NewConnectionError|ConnectTimeout|Max retries|Connection (?:broken|refused|reset)|Name or service|getaddrinfo/iu.test(
      said,
    );
  const what = isAway ? "the package registry cannot be reached" : shown(said);
  return new SchoolbookError("download_failed", `The trainer could not be installed: ${what}.`, {
    hint: "Check the network and pip's registry and proxy settings, then run `schoolbook school setup` again. Nothing was left behind.",
    details: { said: shown(said) },
  });
}

function wordsOf(failure: Failure): string {
  return failure.kind === "failed" ? failure.said : failure.cause.message;
}

function shown(said: string): string {
  const lines = said.split("\n").map((line) => line.trim());
  const telling = lines.filter((line) => line.startsWith("ERROR:"));
  const kept = telling.length > 0 ? telling : lines.filter((line) => line !== "");
  return kept
    .slice(0, LINES_SHOWN)
    .join(" · ")
    .replace(/^ERROR:\s*/u, "")
    .replace(/\.$/u, "");
}
