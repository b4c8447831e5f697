// XHTML may write `<a id="x"/>` and `<title/>`; to a reader of HTML these would stay open until the page ends.

const EMPTY = /<([a-zA-Z][\w:-]{0,40})(\s[^<>]*)?\/>/g;
const VOID = /^(?:area|base|br|col|embed|hr|img|input|link|meta|source|track|wbr)$/i;

/** The same markup with an end tag for each element that has none inside. */
export function closeEmptyElements(xhtml: string): string {
  return xhtml.replace(EMPTY, (whole, name: string, attributes: string | undefined) =>
    VOID.test(name) ? whole : `<${name}${attributes ?? ""}></${name}>`,
  );
}
