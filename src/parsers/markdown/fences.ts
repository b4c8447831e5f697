// Knows, line by line, whether Markdown is inside a fenced code block.

const OPENING = /^[ \t>]*(`{3,}(?=[^`]*$)|~{3,})/;
const CLOSING = /^[ \t>]*(`{3,}|~{3,})[ \t]*$/;

/** The fence that is open after a line, given the one that was open before it; empty for none. */
export function fenceAfter(line: string, open: string): string {
  if (open === "") return OPENING.exec(line)?.[1] ?? "";
  const mark = CLOSING.exec(line)?.[1];
  return mark !== undefined && mark[0] === open[0] && mark.length >= open.length ? "" : open;
}

/** Whether the line could open or close a fence, told from its first characters only. */
export function maybeFence(text: string, start: number): boolean {
  let index = start;
  while (isIndent(text.charCodeAt(index))) index += 1;
  const code = text.charCodeAt(index);
  return (code === 96 || code === 126) && text.charCodeAt(index + 1) === code && text.charCodeAt(index + 2) === code;
}

function isIndent(code: number): boolean {
  return code === 32 || code === 9 || code === 62;
}
