// Selectors of style sheets as data: names, classes, ids, attributes, how elements stand to each other.
import { splitList, unescapeCss } from "./css-rules.ts";

export type AttributeTest = { readonly name: string; readonly operator: string; readonly value: string };

/** Tests of one element; all must hold. */
export type Compound = {
  readonly tag?: string;
  readonly id?: string;
  readonly classes: readonly string[];
  readonly attributes: readonly AttributeTest[];
  /** `:not()`: none of these may hold. */
  readonly none: readonly Compound[];
  /** `:is()` and `:where()`: of each list one must hold. */
  readonly some: readonly (readonly Compound[])[];
  readonly isRoot: boolean;
  /** `:hover`, `:checked`: holds only after the reader has done something. */
  readonly isState: boolean;
};

/** How the compound to the left stands to the one at the right: around it, its parent, before it, right before it. */
export type Combinator = " " | ">" | "~" | "+";

export type Selector = {
  /** The rightmost compound first; `combinator` leads to the next one. */
  readonly steps: readonly { readonly compound: Compound; readonly combinator: Combinator }[];
  readonly specificity: number;
  /** It asks for attributes other than class and id. */
  readonly usesAttributes: boolean;
};

const IDENTIFIER = String.raw`(?:\\[0-9a-f]{1,6}\s?|\\[^0-9a-f\n]|[\w-]|[^\x00-\x7f])+`;
const PART = new RegExp(
  String.raw`(?<combinator>\s*[>~+]\s*|\s+)|(?<all>\*)|#(?<id>${IDENTIFIER})|\.(?<class>${IDENTIFIER})|` +
    String.raw`\[\s*(?<attribute>${IDENTIFIER})\s*(?:(?<operator>[~|^$*]?=)\s*(?:"(?<double>[^"]*)"|'(?<single>[^']*)'|(?<bare>${IDENTIFIER}))\s*[is]?\s*)?\]|` +
    String.raw`:(?<pseudo>[\w-]+)(?<open>\()?|(?<tag>${IDENTIFIER})`,
  "iuy",
);
const MOST_PARTS = 60;
const STATES = new Set(
  "hover focus focus-within focus-visible active target target-within checked open popover-open fullscreen".split(" "),
);

type Draft = {
  tag?: string;
  id?: string;
  readonly classes: string[];
  readonly attributes: AttributeTest[];
  readonly none: Compound[];
  readonly some: (readonly Compound[])[];
  isRoot: boolean;
  isState: boolean;
};

type Reading = {
  readonly text: string;
  at: number;
  readonly steps: { compound: Compound; combinator: Combinator }[];
  draft: Draft;
  isEmpty: boolean;
  specificity: number;
};

/** Undefined for a selector with parts that are not known here, and for one that is about less than an element. */
export function parseSelector(selector: string): Selector | undefined {
  const text = selector.trim();
  const reading: Reading = { text, at: 0, steps: [], draft: newDraft(), isEmpty: true, specificity: 0 };
  for (let parts = 0; reading.at < text.length; parts += 1) {
    PART.lastIndex = reading.at;
    const groups = PART.exec(text)?.groups;
    if (groups === undefined || parts > MOST_PARTS) return undefined;
    reading.at = PART.lastIndex;
    if (!takePart(reading, groups)) return undefined;
  }
  if (reading.isEmpty) return undefined;
  reading.steps.push({ compound: reading.draft, combinator: " " });
  const steps = leftwards(reading.steps);
  return {
    steps,
    specificity: reading.specificity,
    usesAttributes: steps.some(({ compound }) => asksAttributes(compound)),
  };
}

function asksAttributes({ attributes, none, some }: Compound): boolean {
  return attributes.length > 0 || [...none, ...some.flat()].some(asksAttributes);
}

function newDraft(): Draft {
  return { classes: [], attributes: [], none: [], some: [], isRoot: false, isState: false };
}

/** Each compound with what leads to the one at its left. */
function leftwards(steps: Reading["steps"]): Selector["steps"] {
  const reversed = steps.toReversed();
  return reversed.map(({ compound }, index) => ({ compound, combinator: reversed[index + 1]?.combinator ?? " " }));
}

type Groups = Readonly<Record<string, string | undefined>>;

const BY_CLASS = 1000;
const BY_ID = 1_000_000;

function takePart(reading: Reading, groups: Groups): boolean {
  const { combinator, id, class: name, attribute, pseudo, tag } = groups;
  if (combinator !== undefined) return endCompound(reading, combinator.trim());
  reading.isEmpty = false;
  const { draft } = reading;
  if (id !== undefined) draft.id = unescapeCss(id);
  else if (name !== undefined) draft.classes.push(unescapeCss(name));
  else if (attribute !== undefined) draft.attributes.push(attributeTest(attribute, groups));
  else if (tag !== undefined) draft.tag = tag.toLowerCase();
  else if (pseudo !== undefined) return takePseudo(reading, pseudo.toLowerCase(), groups["open"] !== undefined);
  reading.specificity += id !== undefined ? BY_ID : tag !== undefined ? 1 : groups["all"] !== undefined ? 0 : BY_CLASS;
  return true;
}

function endCompound(reading: Reading, combinator: string): boolean {
  if (reading.isEmpty) return false;
  const known = combinator === ">" || combinator === "~" || combinator === "+" ? combinator : " ";
  reading.steps.push({ compound: reading.draft, combinator: known });
  reading.draft = newDraft();
  reading.isEmpty = true;
  return true;
}

function attributeTest(name: string, { operator = "", double, single, bare }: Groups): AttributeTest {
  return { name: unescapeCss(name).toLowerCase(), operator, value: unescapeCss(double ?? single ?? bare ?? "") };
}

function takePseudo(reading: Reading, name: string, hasArgument: boolean): boolean {
  const { draft } = reading;
  if (!hasArgument) {
    reading.specificity += BY_CLASS;
    if (name === "root") draft.isRoot = true;
    else if (STATES.has(name)) draft.isState = true;
    else return false;
    return true;
  }
  const end = closingParenthesis(reading.text, reading.at);
  const list = compoundsOf(reading.text.slice(reading.at, end));
  if (end === -1 || list === undefined || !["not", "is", "where", "matches"].includes(name)) return false;
  reading.at = end + 1;
  if (name === "not") draft.none.push(...list);
  else draft.some.push(list);
  reading.specificity += name === "where" ? 0 : BY_CLASS;
  return true;
}

function compoundsOf(list: string): readonly Compound[] | undefined {
  const selectors = splitList(list).map(parseSelector);
  const compounds = selectors.flatMap((each) =>
    each?.steps.length === 1 ? each.steps.map(({ compound }) => compound) : [],
  );
  return compounds.length === selectors.length && compounds.length > 0 ? compounds : undefined;
}

function closingParenthesis(text: string, from: number): number {
  let depth = 1;
  for (let index = from; index < text.length; index += 1) {
    if (text[index] === "(") depth += 1;
    else if (text[index] === ")") depth -= 1;
    if (depth === 0) return index;
  }
  return -1;
}
