// Follows how elements look while a page is read: which are taken away, and whose letters nobody can make out.
import { isMarkedHidden } from "../hidden-markup.ts";
import { boxIsUnseen } from "./css-box.ts";
import { type Declaration, type Declarations, readDeclarations } from "./css-rules.ts";
import { isUnseen, type Look, type LookOptions, lookUnder, PLAIN_LOOK } from "./element-look.ts";
import type { Target } from "./match-selector.ts";
import { ROOT_SIGNATURE } from "./signatures.ts";
import { type OwnStyle, SAYS_NOTHING, type Style, type StyleSheet } from "./style-sheet.ts";

/** An open element as styles see it. */
export type StyledElement = {
  readonly target: Target;
  readonly look: Look;
  /** Taken away with everything in it. */
  readonly isGone: boolean;
  /** The letters that stand in it directly cannot be made out. */
  readonly isUnseen: boolean;
  readonly parent: StyledElement | undefined;
  lastChild: Target | undefined;
  picture: "none" | "beside" | "behind";
};

export type Opened = { readonly name: string; readonly attributes: ReadonlyMap<string, string> };

const NOTHING: Declarations = new Map();
const NO_CLASSES: readonly string[] = [];
const PICTURES = new Set(["img", "picture", "video", "canvas", "svg", "object", "iframe"]);
const OVERLAID = 3;
const LONGEST_STYLE = 5000;

/** What stands around everything. */
export function styledRoot(): StyledElement {
  const target: Target = {
    name: "#root",
    attributes: new Map(),
    classes: NO_CLASSES,
    parent: undefined,
    previous: undefined,
    signature: ROOT_SIGNATURE,
  };
  return {
    target,
    look: PLAIN_LOOK,
    isGone: false,
    isUnseen: false,
    parent: undefined,
    lastChild: undefined,
    picture: "none",
  };
}

/** The next child of an element. */
export function styledChild(parent: StyledElement, { name, attributes }: Opened, sheet: StyleSheet): StyledElement {
  const target = sheet.hasRules() ? targetOf(parent, { name, attributes }, sheet) : parent.target;
  const own = ownStyle(name, attributes);
  const { appears } = sheet;
  const style = shownStyle(target, own, sheet);
  if (PICTURES.has(name)) notePicture(parent, style);
  const options: LookOptions = {
    isOverPicture: liesOverPicture(parent, style),
    isColourDoubtful: sheet.hasForeign() && !own.inline.has("color"),
    appears,
  };
  const isShared = own === SAYS_NOTHING && !options.isOverPicture;
  const look = (isShared ? sharedLook : lookUnder)(parent.look, style, options);
  // why: what hides the whole page waits for a script to show it; nothing is planted that way.
  const isPage = name === "html" || name === "body";
  const isGone = !isPage && (isMarkedHidden(attributes) || isAway(style, appears));
  return {
    target,
    look: isPage ? { ...look, isVisible: true } : look,
    isGone,
    isUnseen: !isPage && isUnseen(look),
    parent,
    lastChild: undefined,
    picture: "none",
  };
}

/** As selectors see it; without rules nobody asks. */
function targetOf(parent: StyledElement, { name, attributes }: Opened, sheet: StyleSheet): Target {
  const target: Target = {
    name,
    attributes,
    classes: attributes.get("class")?.split(/\s+/) ?? NO_CLASSES,
    parent: parentTarget(parent),
    previous: parent.lastChild,
    signature: sheet.signatureOf(parent.target.signature, name, attributes),
  };
  parent.lastChild = target;
  return target;
}

function parentTarget({ target }: StyledElement): Target | undefined {
  return target.name === "#root" ? undefined : target;
}

/** What opens on a click or under the pointer is there for readers: its opened state counts. */
function shownStyle(target: Target, own: OwnStyle, sheet: StyleSheet): Style {
  const style = sheet.styleOf(target, own);
  if (!sheet.hasStates() || !hides(style, sheet.appears)) return style;
  const opened = sheet.styleOf(target, own, true);
  return hides(opened, sheet.appears) ? style : opened;
}

function hides(style: Style, appears: (animation: string) => boolean): boolean {
  const visibility = style.get("visibility");
  return visibility === "hidden" || visibility === "collapse" || isAway(style, appears);
}

/** By style and by the look around it: the thousandth row of a table looks like the first. */
const looks = new WeakMap<Style, WeakMap<Look, Look>>();

function sharedLook(parent: Look, style: Style, options: LookOptions): Look {
  if (style.size === 0) return parent;
  const known = looks.get(style) ?? new WeakMap<Look, Look>();
  looks.set(style, known);
  const look = known.get(parent) ?? lookUnder(parent, style, options);
  known.set(parent, look);
  return look;
}

/** Styles are shared by many elements; each is judged once. */
const judged = new WeakMap<Style, boolean>();

function isAway(style: Style, appears: (animation: string) => boolean): boolean {
  if (style.size === 0) return false;
  const known = judged.get(style) ?? boxIsUnseen(style, appears);
  judged.set(style, known);
  return known;
}

function ownStyle(name: string, attributes: ReadonlyMap<string, string>): OwnStyle {
  if (attributes.size === 0) return SAYS_NOTHING;
  const [hints, inline] = [hintsOf(name, attributes), inlineOf(attributes)];
  return hints.size === 0 && inline.size === 0 ? SAYS_NOTHING : { hints, inline };
}

function inlineOf(attributes: ReadonlyMap<string, string>): Declarations {
  const style = attributes.get("style");
  return style === undefined ? NOTHING : readDeclarations(style.slice(0, LONGEST_STYLE));
}

const HINTS: readonly (readonly [attribute: string, property: string])[] = [
  ["bgcolor", "background-color"],
  ["background", "background-image"],
  ["color", "color"],
  ["text", "color"],
];

/** Attributes from before there were styles, which mails still use. */
function hintsOf(name: string, attributes: ReadonlyMap<string, string>): Declarations {
  if (attributes.size === 0) return NOTHING;
  const hints = new Map<string, Declaration>();
  for (const [attribute, property] of HINTS) {
    const value = attributes.get(attribute)?.trim().toLowerCase();
    if (value === undefined || value === "") continue;
    if ((attribute === "color" && name !== "font") || (attribute === "text" && name !== "body")) continue;
    const written = attribute === "background" ? "url()" : /^[0-9a-f]{6}$/.test(value) ? `#${value}` : value;
    hints.set(property, { value: written, important: false });
  }
  return hints.size === 0 ? NOTHING : hints;
}

/** A picture may lie under what comes after it, a few levels up. */
function notePicture(parent: StyledElement, style: Style): void {
  const isBehind = isPlaced(style);
  let around: StyledElement | undefined = parent;
  for (let level = 0; around !== undefined && level < OVERLAID; level += 1) {
    if (isBehind || around.picture === "none") around.picture = isBehind ? "behind" : "beside";
    around = around.parent;
  }
}

function liesOverPicture(parent: StyledElement, style: Style): boolean {
  let around: StyledElement | undefined = parent;
  for (let level = 0; around !== undefined && level < OVERLAID; level += 1) {
    if (around.picture === "behind" || (around.picture === "beside" && isPlaced(style))) return true;
    around = around.parent;
  }
  return false;
}

function isPlaced(style: Style): boolean {
  const position = style.get("position");
  return position === "absolute" || position === "fixed";
}
