// What it means when the hub says no, and what to do about it.
import type { Refusal } from "../../../core/download/ask-server.ts";
import { SchoolbookError } from "../../../core/errors.ts";
import type { HubReference } from "../cache/pull-reference.ts";
import type { HubSettings } from "./hub-settings.ts";

/** Undefined for what is no matter of who asks for what. */
export function explainRefusal(
  { status, headers }: Refusal,
  { repo, revision }: HubReference,
  hub: HubSettings,
): SchoolbookError | undefined {
  const code = headers.get("x-error-code") ?? "";
  const said = headers.get("x-error-message") ?? "";
  const details = { repo, status, errorCode: code };
  if (code === "GatedRepo") return gatedError(repo, hub, details);
  if (code === "RevisionNotFound")
    return new SchoolbookError("not_found", `${repo} has no revision ${revision}.`, {
      hint: "Check the branch, tag or commit after @.",
      details,
    });
  if (code === "EntryNotFound")
    return new SchoolbookError("not_found", `A file of ${repo} is gone from the hub.`, { details });
  if (status === 401 && hub.token !== undefined && /credential|token/iu.test(said)) return badToken(hub, details);
  if (code === "RepoNotFound" || status === 401 || status === 404) return unknownRepo(repo, hub, details);
  if (status !== 403) return undefined;
  const reason = said === "" ? "" : `: ${said}`;
  return new SchoolbookError(
    "access_denied",
    `${new URL(hub.endpoint).host} does not let ${repo} be fetched${reason}.`,
    { hint: "", details },
  );
}

type Details = Readonly<Record<string, unknown>>;

/** A repository whose licence has to be accepted first. */
export function gatedError(repo: string, { endpoint, token }: HubSettings, details: Details = {}): SchoolbookError {
  const page = `${endpoint}/${repo}`;
  const hint =
    token === undefined
      ? `Accept its licence at ${page}, make a token at ${endpoint}/settings/tokens and set it as HF_TOKEN.`
      : `Accept its licence at ${page} with the account that HF_TOKEN belongs to; where its owner decides, wait for the answer.`;
  return new SchoolbookError("access_denied", `${repo} is gated: it is given only to those who accepted its licence.`, {
    hint,
    details: { ...details, page },
  });
}

function badToken({ endpoint }: HubSettings, details: Details): SchoolbookError {
  return new SchoolbookError("access_denied", `${new URL(endpoint).host} does not accept the token in HF_TOKEN.`, {
    hint: `Make a new one at ${endpoint}/settings/tokens, or unset HF_TOKEN: open models need none.`,
    details,
  });
}

function unknownRepo(repo: string, { endpoint, token }: HubSettings, details: Details): SchoolbookError {
  const host = new URL(endpoint).host;
  const hint =
    token === undefined
      ? "Check its name; a private repository needs a token in HF_TOKEN."
      : "Check its name, and whether the account that HF_TOKEN belongs to may see it.";
  return new SchoolbookError("not_found", `${host} has no model repository ${repo}, or does not show it.`, {
    hint,
    details,
  });
}
