// The first top-level heading of a Markdown text, which names the page.
import { fenceAfter } from "./fences.ts";

const LINES_INSPECTED = 400;

/** The words of the first `# heading` (or underlined one) outside code, looked for near the top. */
export function findTitle(text: string): string | undefined {
  let fence = "";
  let previous = "";
  let start = 0;
  for (let count = 0; count < LINES_INSPECTED && start < text.length; count += 1) {
    const newline = text.indexOf("\n", start);
    const end = newline === -1 ? text.length : newline;
    const line = text.slice(start, Math.min(end, start + 1000));
    start = end + 1;
    const before = fence;
    fence = fenceAfter(line, before);
    if (before !== "" || fence !== "") continue;
    if (/^ {0,3}# /.test(line)) return plainWords(line.trim().slice(2));
    if (/^=+[ \t]*$/.test(line) && previous.trim() !== "") return plainWords(previous);
    previous = line;
  }
  return undefined;
}

function plainWords(heading: string): string | undefined {
  const words = heading
    .replace(/[ \t]#+$/, "")
    .replace(/\{#[^{}]*\}$/, "")
    .replace(/!?\[([^[\]]*)\]\([^()]*\)/g, "$1")
    .replace(/<[^<>]*>/g, "")
    .replace(/[*`]|\\(?=[^\w\s])/g, "")
    .trim();
  return words === "" ? undefined : words;
}
