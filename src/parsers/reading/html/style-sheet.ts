// What a page's own style blocks say about an element: the oldest way to plant text for machines only.
import { type Declarations, readCss } from "./css-rules.ts";
import type { Target } from "./match-selector.ts";
import { holdsOnScreen } from "./media-query.ts";
import { createRuleIndex, type IndexedRule } from "./rule-index.ts";
import { createSignatures, type Signatures } from "./signatures.ts";

/** Values by property, the winners of the cascade. */
export type Style = ReadonlyMap<string, string>;

/** What an element says by itself: old attributes such as `bgcolor`, which yield to every rule, and its style attribute. */
export type OwnStyle = { readonly hints: Declarations; readonly inline: Declarations };

export type StyleSheet = {
  /** Reads a style block; `media` is its attribute. */
  add(css: string, media: string): void;
  /** A sheet that lies elsewhere and is not read may paint anything. */
  addForeign(): void;
  readonly hasForeign: () => boolean;
  readonly hasRules: () => boolean;
  readonly hasStates: () => boolean;
  /** Elements with equal signatures have equal styles, but for what they say by themselves. */
  readonly signatureOf: Signatures;
  /** What holds for an element; with states, as if the reader had opened, hovered or checked what there is. */
  styleOf(target: Target, own: OwnStyle, withStates?: boolean): Style;
  /** Whether an animation of this name brings in what is transparent at first. */
  readonly appears: (animation: string) => boolean;
};

/** The style is that of an element which says nothing by itself. */
type Matched = { readonly rules: readonly IndexedRule[]; readonly style: Style };

/** Of most elements; those that say it share their styles. */
export const SAYS_NOTHING: OwnStyle = { hints: new Map(), inline: new Map() };

const LONGEST_SHEET = 500_000;

/** Properties that say whether and how text shows; others are forgotten at once. */
const WATCHED =
  /^(?:display|visibility|content-visibility|opacity|font|font-size|color|-webkit-text-fill-color|background(?:-color|-image|-clip)?|-webkit-background-clip|text-indent|text-shadow|-webkit-text-stroke(?:-width)?|position|left|top|right|bottom|inset|margin(?:-left|-top)?|padding(?:-left|-top|-right|-bottom)?|transform|scale|zoom|clip|clip-path|overflow(?:-[xy])?|(?:max-)?(?:height|width)|animation(?:-name)?)$/;

export function createStyleSheet(): StyleSheet {
  const rules = createRuleIndex();
  const appearing = new Set<string>();
  const remembered = { plain: new Map<number, Matched>(), withStates: new Map<number, Matched>() };
  let hasForeign = false;

  function match(target: Target, withStates: boolean): Matched {
    if (rules.isEmpty()) return NO_MATCH;
    const memory = withStates ? remembered.withStates : remembered.plain;
    const known = target.signature === undefined ? undefined : memory.get(target.signature);
    if (known !== undefined) return known;
    const found = rules.find(target, withStates);
    const matched = { rules: found, style: cascade(found, SAYS_NOTHING) };
    if (target.signature !== undefined) memory.set(target.signature, matched);
    return matched;
  }

  return {
    add(css, media) {
      if (!holdsOnScreen(media)) return;
      const sheet = readCss(css.slice(0, LONGEST_SHEET));
      hasForeign ||= sheet.imports;
      for (const name of sheet.appearing) appearing.add(name.toLowerCase());
      for (const { selectors, declarations } of sheet.rules) {
        const watched = new Map([...declarations].filter(([property]) => WATCHED.test(property)));
        if (watched.size > 0) for (const selector of selectors) rules.add(selector, watched);
      }
    },
    addForeign: () => (hasForeign = true),
    hasForeign: () => hasForeign,
    hasRules: () => !rules.isEmpty(),
    hasStates: () => rules.usage.states,
    signatureOf: createSignatures(rules.usage),
    appears: (animation) => animation.split(/[\s,]+/).some((name) => appearing.has(name)),
    styleOf(target, own, withStates = false) {
      const matched = match(target, withStates);
      return own === SAYS_NOTHING ? matched.style : cascade(matched.rules, own);
    },
  };
}

const NOTHING: Style = new Map();
const NO_MATCH: Matched = { rules: [], style: NOTHING };

/** Later and more specific rules win, the element's own style wins over them, what is important over all. */
function cascade(rules: readonly IndexedRule[], { hints, inline }: OwnStyle): Style {
  if (rules.length === 0 && inline.size === 0 && hints.size === 0) return NOTHING;
  const layers = [hints, ...rules.map(({ declarations }) => declarations), inline];
  const style = new Map<string, string>();
  for (const important of [false, true]) {
    for (const layer of layers) {
      for (const [property, declared] of layer) {
        if (declared.important !== important) continue;
        style.delete(property);
        style.set(property, declared.value);
      }
    }
  }
  return style;
}
