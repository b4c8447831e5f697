// What a file or folder that cannot be used comes to, wherever that was noticed: which one, and what to do about it.
import { type ErrorCode, SchoolbookError } from "./errors.ts";

type Failure = { readonly code: ErrorCode; readonly what: string; readonly hint: string };

const CLOSED: Failure = {
  code: "storage_readonly",
  what: "may not be read or written by whoever runs this",
  hint: "Check its permissions, and those of its folder.",
};

const FAILURES: Readonly<Record<string, Failure>> = {
  ENOENT: { code: "not_found", what: "is not there", hint: "Check the path, or make again what belongs there." },
  EISDIR: {
    code: "input_invalid",
    what: "is a folder, and a file is needed",
    hint: "Name a file, or move the folder.",
  },
  ENOTDIR: {
    code: "input_invalid",
    what: "is no folder, or lies below something that is none",
    hint: "Check the path, or move the file that stands where a folder is needed.",
  },
  EFBIG: {
    code: "storage_full",
    what: "would be larger than its disk or the limits of the user allow",
    hint: "Raise the limit (`ulimit -f`), or write to another disk.",
  },
  ERR_FS_FILE_TOO_LARGE: {
    code: "input_invalid",
    what: "is larger than what can be read at once (2 GiB)",
    hint: "Divide it into smaller files.",
  },
  ELOOP: { code: "input_invalid", what: "is a link that leads to itself", hint: "Put the file itself there." },
  ENAMETOOLONG: { code: "input_invalid", what: "has too long a name", hint: "Choose a shorter one." },
  EACCES: CLOSED,
  EPERM: CLOSED,
  EROFS: CLOSED,
};

/** Undefined for whatever is no failure of a file. */
export function fileFailure(thrown: unknown): SchoolbookError | undefined {
  if (!(thrown instanceof Error) || !("code" in thrown) || typeof thrown.code !== "string") return undefined;
  const failure = FAILURES[thrown.code];
  if (failure === undefined) return undefined;
  const isNamed = "path" in thrown && typeof thrown.path === "string";
  // why: a failed write to an open file does not know its path any more; without either it is no failure of a file.
  if (!isNamed && !("syscall" in thrown)) return undefined;
  const path = isNamed ? String(thrown.path) : "A file that was being used";
  const { code, what, hint } = failure;
  const details = isNamed ? { path } : {};
  return new SchoolbookError(code, `${path} ${what}.`, { hint, details, cause: thrown });
}
