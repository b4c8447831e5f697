// Keeps words of a document from being read as Markdown structure that its author never meant.

const STRUCTURE = /^[ \t]*(?=#{1,6}(?:[ \t]|$)|`{3}|~{3}|(?:[-=*_][ \t]*){3,1000}$|\|)/gm;
const INDENT = /^(?:[ ]{4,}|[ ]*\t[ \t]*)/gm;

/** A paragraph whose lines cannot open a heading, a rule, a table or a code block. */
export function plainLines(text: string): string {
  return text.replace(INDENT, "").replace(STRUCTURE, "\\");
}
