// What must be known about HTML's elements: which have no end, which end others, which start a block.

export const VOID_ELEMENTS: ReadonlySet<string> = new Set(
  "area base basefont br col command embed frame hr img input keygen link meta param source track wbr".split(" "),
);

export const BLOCK_ELEMENTS: ReadonlySet<string> = new Set(
  (
    "address article aside blockquote body center dd details dialog dir div dl dt fieldset figcaption figure footer form " +
    "h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol optgroup option p pre section summary " +
    "table tbody td tfoot th thead tr ul caption search"
  ).split(" "),
);

const NONE: ReadonlySet<string> = new Set();
const PARAGRAPH = new Set(["p"]);
const CELLS = new Set(["td", "th"]);
const CELLS_AND_ROWS = new Set(["td", "th", "tr"]);
const SECTIONS = new Set(["td", "th", "tr", "thead", "tbody", "tfoot", "caption", "colgroup"]);
const TERMS = new Set(["dt", "dd", "p"]);
const HEADINGS = new Set(["h1", "h2", "h3", "h4", "h5", "h6", "p"]);

const CLOSES: ReadonlyMap<string, ReadonlySet<string>> = new Map<string, ReadonlySet<string>>([
  ...[...BLOCK_ELEMENTS].map((name): [string, ReadonlySet<string>] => [name, PARAGRAPH]),
  ...["h1", "h2", "h3", "h4", "h5", "h6"].map((name): [string, ReadonlySet<string>] => [name, HEADINGS]),
  ["li", new Set(["li", "p"])],
  ["dt", TERMS],
  ["dd", TERMS],
  ["td", CELLS],
  ["th", CELLS],
  ["tr", CELLS_AND_ROWS],
  ["thead", SECTIONS],
  ["tbody", SECTIONS],
  ["tfoot", SECTIONS],
  ["option", new Set(["option"])],
  ["optgroup", new Set(["option", "optgroup"])],
  ["body", new Set(["head"])],
  ["a", new Set(["a"])],
]);

/** The elements that end when this one begins while they are the innermost open one. */
export function openingCloses(name: string): ReadonlySet<string> {
  return CLOSES.get(name) ?? NONE;
}
