// The error for a file that is not the one that was wanted.
import { SchoolbookError } from "../errors.ts";
import { withoutQuery } from "./addresses.ts";

/** `https://… has sha256:1234… where sha256:5678… is wanted.` */
export function wrongFile(url: URL, what: string): SchoolbookError {
  return new SchoolbookError("download_wrong", `${withoutQuery(url)} ${what}.`, {
    details: { address: withoutQuery(url) },
  });
}
