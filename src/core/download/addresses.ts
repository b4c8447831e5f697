// Addresses of downloads: which are taken, and how they are shown without what is secret in them.
import { SchoolbookError } from "../errors.ts";

/** Parsed; refuses what is no web address, holds a password, or would go unencrypted over a network. */
export function checkAddress(address: string, options: { readonly allowPlain?: boolean } = {}): URL {
  const url = URL.parse(address);
  if (url === null || !/^https?:$/u.test(url.protocol))
    throw new SchoolbookError(
      "input_invalid",
      `${JSON.stringify(address)} is not an address that begins with https://.`,
    );
  if (url.username !== "" || url.password !== "")
    throw new SchoolbookError("input_invalid", `The address of ${url.host} holds a name or password.`, {
      hint: "Leave them out: an address ends up in logs and manifests.",
    });
  if (url.protocol === "http:" && !isLoopback(url) && options.allowPlain !== true)
    throw new SchoolbookError(
      "input_invalid",
      `${withoutQuery(url)} is not encrypted: anybody on the way could change the file.`,
      {
        hint: "Use https://, or pin the file with #sha256=….",
      },
    );
  return url;
}

export function isLoopback({ hostname }: URL): boolean {
  return hostname === "localhost" || hostname === "[::1]" || /^127(?:\.\d{1,3}){3}$/u.test(hostname);
}

/** The address without query and fragment: signed addresses carry their key there. */
export function withoutQuery(address: string | URL): string {
  const url = new URL(address);
  return `${url.origin}${url.pathname}`;
}
