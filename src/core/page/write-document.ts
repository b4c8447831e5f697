// A whole HTML file on its own: its look and its script inside, and a policy that lets it fetch, send and run nothing else.
import { hash as digest } from "node:crypto";

import { markup, type Html, trustedHtml } from "./markup.ts";
import { PAGE_THEME } from "./page-theme.ts";

export type PageDocument = {
  readonly title: string;
  readonly body: Html;
  /** Ours, after the theme. */
  readonly style?: string;
  /** Ours; the page has to be readable without it. */
  readonly script?: string;
  /** Whoever has it open reads it anew so often, while it is still being written. */
  readonly refreshSeconds?: number;
};

export function writeDocument({ title, body, style = "", script, refreshSeconds }: PageDocument): string {
  const policy = [
    "default-src 'none'",
    "style-src 'unsafe-inline'",
    ...(script === undefined ? [] : [`script-src 'sha256-${digest("sha256", script, "base64")}'`]),
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
  const code = script === undefined ? undefined : trustedHtml(`<script>${script}</script>`);
  const refresh =
    refreshSeconds === undefined ? undefined : markup`\n<meta http-equiv="refresh" content="${refreshSeconds}">`;
  return `${
    markup`<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${trustedHtml(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">${refresh}
<title>${title}</title>
<style>${trustedHtml(PAGE_THEME + style)}</style>
<body>
${body}
${code}
</html>`.html
  }\n`;
}
