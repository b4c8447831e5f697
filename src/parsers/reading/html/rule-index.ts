// The rules of a sheet by what their last part asks for, so that an element is held against few of them.
import type { Declarations } from "./css-rules.ts";
import { parseSelector, type Selector } from "./css-selector.ts";
import { isAboutState, isStateClass, matchesSelector, type Target } from "./match-selector.ts";

export type IndexedRule = { readonly selector: Selector; readonly declarations: Declarations; readonly order: number };

export type RuleIndex = {
  /** Selectors that are not understood are left out. */
  add(selector: string, declarations: Declarations): void;
  /** The rules that are about an element: the less specific ones first, equals in the order in which they stand. */
  find(target: Target, withStates: boolean): readonly IndexedRule[];
  readonly isEmpty: () => boolean;
  /** What any of the selectors ask for. */
  readonly usage: { readonly siblings: boolean; readonly attributes: boolean; readonly states: boolean };
};

/** Elements that selectors may look at over a whole page: seconds, and far more than pages need. */
const BUDGET = 20_000_000;
const ANY = "*";

export function createRuleIndex(): RuleIndex {
  const rules = new Map<string, IndexedRule[]>();
  const budget = { left: BUDGET };
  const usage = { siblings: false, attributes: false, states: false };
  let order = 0;
  return {
    usage,
    isEmpty: () => rules.size === 0,
    add(text, declarations) {
      const selector = parseSelector(text);
      if (selector === undefined) return;
      usage.states ||= isAboutState(selector);
      usage.siblings ||= selector.steps.some(({ combinator }) => combinator === "+" || combinator === "~");
      usage.attributes ||= selector.usesAttributes;
      const key = keyOf(selector);
      const list = rules.get(key) ?? [];
      rules.set(key, list);
      list.push({ selector, declarations, order: (order += 1) });
    },
    find(target, withStates) {
      if (budget.left < 0) return [];
      const options = { assumeStates: withStates, budget };
      const candidates = keysOf(target).flatMap((key) => rules.get(key) ?? []);
      return inOrder(candidates.filter(({ selector }) => matchesSelector(selector, target, options)));
    },
  };
}

/** What the rightmost compound needs, so that an element is held against few rules. */
function keyOf({ steps: [first] }: Selector): string {
  const { id, classes = [], tag } = first?.compound ?? {};
  if (id !== undefined) return `#${id}`;
  // why: a class that names a state is absent where it is only assumed, so that the rule would not be found by it.
  const name = classes.find((each) => !isStateClass(each)) ?? classes[0];
  return name === undefined ? (tag ?? ANY) : `.${name}`;
}

function keysOf({ name, attributes, classes }: Target): readonly string[] {
  const id = attributes.get("id");
  return [ANY, name, ...new Set(classes.map((each) => `.${each}`)), ...(id === undefined ? [] : [`#${id}`])];
}

/** The less specific ones first, equals in the order in which they stand. */
function inOrder(rules: readonly IndexedRule[]): readonly IndexedRule[] {
  return rules.toSorted(
    (left, right) => left.selector.specificity - right.selector.specificity || left.order - right.order,
  );
}
