// Finds a Python that the sidecar can be installed with, or says what was found instead.
import { SchoolbookError } from "../../../core/errors.ts";
import { runProgram } from "./run-program.ts";

type Environment = Readonly<Record<string, string | undefined>>;

export type FoundPython = {
  readonly path: string;
  readonly version: string;
};

/** The lock files hold packages for these. */
const OLDEST = 11;
const NEWEST = 14;
const RANGE = `3.${OLDEST} to 3.${NEWEST}`;

const TOLD_BY = 'import sys; print(sys.executable, "%d.%d.%d" % sys.version_info[:3], sys.maxsize > 2**32, sep="\\n")';
const TRIAL_MS = 20_000;

/** SCHOOLBOOK_PYTHON, or the first on the PATH that is neither too old nor too new. */
export async function findPython(env: Environment, signal?: AbortSignal): Promise<FoundPython> {
  const chosen = env["SCHOOLBOOK_PYTHON"] ?? "";
  const rejected: string[] = [];
  for (const name of chosen === "" ? namesOf() : [chosen]) {
    const asked = await askPython(name, env, signal);
    if (asked === undefined) continue;
    const problem = problemOf(asked);
    if (problem === undefined) return asked;
    rejected.push(`${asked.path} ${problem}`);
  }
  throw noPython(chosen, [...new Set(rejected)]);
}

/** Undefined where there is none of this name, or it is none that answers. */
export async function askPython(
  name: string,
  env: Environment,
  signal?: AbortSignal,
): Promise<(FoundPython & { readonly is64Bit: boolean }) | undefined> {
  const told = await runProgram({ program: name, args: ["-c", TOLD_BY], env, signal, limitMs: TRIAL_MS });
  if (told.kind !== "done") return undefined;
  const [path = "", version = "", is64Bit] = told.said.split(/\r?\n/u);
  return /^\d+\.\d+\.\d+$/u.test(version) ? { path, version, is64Bit: is64Bit === "True" } : undefined;
}

function namesOf(): readonly string[] {
  const exact = ["python3.12", "python3.13", "python3.11", "python3.14"];
  return process.platform === "win32" ? ["py", "python", ...exact] : [...exact, "python3", "python"];
}

function problemOf({ version, is64Bit }: FoundPython & { readonly is64Bit: boolean }): string | undefined {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  if (major !== 3 || minor < OLDEST) return `is too old (${version})`;
  if (minor > NEWEST) return `is too new (${version})`;
  return is64Bit ? undefined : "is a 32-bit Python, for which there is no PyTorch";
}

function noPython(chosen: string, rejected: readonly string[]): SchoolbookError {
  const hint = `Install Python ${RANGE} (https://www.python.org), or name one with SCHOOLBOOK_PYTHON.`;
  if (rejected.length > 0) {
    return new SchoolbookError("engine_missing", `The trainer needs Python ${RANGE}; ${rejected.join(", ")}.`, {
      hint,
    });
  }
  const message =
    chosen === ""
      ? `The trainer needs Python ${RANGE}, and there is no Python on the PATH.`
      : `SCHOOLBOOK_PYTHON names ${chosen}, which cannot be started.`;
  return new SchoolbookError("engine_missing", message, { hint });
}
