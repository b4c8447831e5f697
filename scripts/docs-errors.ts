// The table of error codes as Markdown.
import { ERROR_KINDS } from "../src/core/errors.ts";

export function renderErrors(): string {
  const rows = Object.entries(ERROR_KINDS).map(
    ([code, { exit, http, meaning, hint }]) => `| \`${code}\` | ${exit} | ${http} | ${meaning} | ${hint} |`,
  );
  return ["| code | exit code | HTTP status | what happened | what to do |", "|---|---|---|---|---|", ...rows].join(
    "\n",
  );
}
