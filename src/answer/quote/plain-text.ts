// Shows a quote as people read it: Markdown and HTML marks gone, words untouched.

const ENTITIES: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
  "#39": "'",
  nbsp: " ",
};

/** One line without markup; code in backticks keeps its backticks and everything between them. */
export function plainLine(markdown: string): string {
  const pieces = markdown.split(/(`+[^`]*`+)/);
  const shown = pieces.map((piece, index) => (index % 2 === 1 ? piece : stripMarks(piece))).join("");
  return shown.replace(/\s+/g, " ").trim();
}

function stripMarks(text: string): string {
  return text
    .replace(/^\s{0,3}(?:>\s?)+/gm, "")
    .replace(/^\s*(?:[-*+•]|\d{1,3}[.)])\s+(?:\[[ xX]\]\s+)?/gm, "")
    .replace(/^\s{0,3}#{1,6}\s+/gm, "")
    .replace(/<!--[^]*?-->|<\/?[a-zA-Z][^<>]*>/g, " ")
    .replace(/!\[([^\]]*)\]\([^()]*(?:\([^()]*\)[^()]*)*\)/g, "$1")
    .replace(/\[([^\]]+)\](?:\([^()]*(?:\([^()]*\)[^()]*)*\)|\[[^\]]*\])/g, "$1")
    .replace(/\[\^[^\]]+\]/g, "")
    .replace(/(\*\*|__|~~)(?=\S)([^]*?\S)\1/g, "$2")
    .replace(/(?<![\p{L}\p{N}*])\*(?=[^\s*])([^*]*[^\s*])\*(?![\p{L}\p{N}*])/gu, "$1")
    .replace(/(?<![\p{L}\p{N}_])_(?=[^\s_])([^_]*[^\s_])_(?![\p{L}\p{N}_])/gu, "$1")
    .replace(/\\([\\`*_{}[\]()#+\-.!|>~])/g, "$1")
    .replace(/&(amp|lt|gt|quot|apos|#39|nbsp);/g, (whole, name: string) => ENTITIES[name] ?? whole);
}
