// What the program and a parser process say to each other.
import type { ErrorReport } from "../../core/errors.ts";
import type { FileToParse, ParsedFile } from "../parse-file.ts";

export type ParseRequest = FileToParse & { readonly id: number };

export type ParseReply =
  | { readonly kind: "ready" }
  | { readonly kind: "parsed"; readonly id: number; readonly file: ParsedFile }
  | { readonly kind: "failed"; readonly id: number; readonly error: ErrorReport };

/** Ends a parser process that needs more memory than it may have; chosen because nothing else sends it. */
export const OUT_OF_MEMORY_SIGNAL = process.platform === "win32" ? "SIGKILL" : "SIGUSR2";
