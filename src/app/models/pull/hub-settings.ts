// Which hub is asked, and whether it may see the user's token.
import { checkAddress, isLoopback } from "../../../core/download/addresses.ts";
import type { Runtime } from "../../../core/runtime.ts";

export type HubSettings = {
  /** Without a slash at its end. */
  readonly endpoint: string;
  readonly token: string | undefined;
};

export const DEFAULT_HUB = "https://huggingface.co";

/**
 * HF_ENDPOINT, or else what the project configures, or else Hugging Face. HF_TOKEN goes to Hugging Face and to where
 * HF_ENDPOINT says: a project's configuration can come from somebody else and must not be able to send it elsewhere.
 */
export function hubSettings(env: Runtime["env"], configured: string | undefined): HubSettings {
  const fromEnv = env["HF_ENDPOINT"] === "" ? undefined : env["HF_ENDPOINT"];
  const url = checkAddress(fromEnv ?? configured ?? DEFAULT_HUB, { allowPlain: true });
  const endpoint = `${url.origin}${url.pathname}`.replace(/\/+$/u, "");
  const isTrusted = endpoint === DEFAULT_HUB || fromEnv !== undefined;
  const isPrivate = url.protocol === "https:" || isLoopback(url);
  const token = env["HF_TOKEN"] === "" ? undefined : env["HF_TOKEN"]?.trim();
  return { endpoint, token: isTrusted && isPrivate ? token : undefined };
}

/** The header that says who asks; none without a token. */
export function hubHeaders({ token }: HubSettings): Readonly<Record<string, string>> {
  return token === undefined ? {} : { authorization: `Bearer ${token}` };
}
