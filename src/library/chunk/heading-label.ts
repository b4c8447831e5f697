// What a heading says, without the marks that make it one.

const LONGEST_LABEL = 160;

/** The text of a heading line (`## Title {#id}`, `= Title =`, `<h2>Title</h2>`, `Title`), short enough for a path. */
export function headingLabel(line: string): string {
  let label = line.slice(0, LONGEST_LABEL * 2).trim();
  if (label.startsWith("#")) label = label.replace(/^#{1,6}/, "").replace(/(?:^|\s)#+$/, "");
  else if (label.startsWith("=")) label = label.replace(/^[=\s]+|[=\s]+$/g, "");
  if (/[<`*_[{\\]/.test(label)) label = withoutInlineMarks(label);
  return truncate(label.trim());
}

function withoutInlineMarks(label: string): string {
  return label
    .replace(/\{#[^}]*\}\s*$/, "")
    .replace(/<[^<>]*>/g, "")
    .replace(/!?\[([^[\]]*)\]\([^()]*\)/g, "$1")
    .replace(/[`*]+|(?<!\w)_+|_+(?!\w)/g, "")
    .replace(/\\([\\<>{}[\]()#*_.!-])/g, "$1");
}

function truncate(label: string): string {
  if (label.length <= LONGEST_LABEL) return label;
  const end = /[\uD800-\uDBFF]/.test(label.charAt(LONGEST_LABEL - 1)) ? LONGEST_LABEL - 1 : LONGEST_LABEL;
  return `${label.slice(0, end)}…`;
}
