// Whether a selector is about an element, given what stands around and before it.
import type { AttributeTest, Combinator, Compound, Selector } from "./css-selector.ts";

/** As much of an element as selectors ask for. */
export type Target = {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly classes: readonly string[];
  readonly parent: Target | undefined;
  readonly previous: Target | undefined;
  /** Equal for elements that no selector can tell apart; undefined where that is not known. */
  readonly signature: number | undefined;
};

export type MatchOptions = {
  /** Takes for granted what a reader's click or pointer, or a script's `open`, would bring about. */
  readonly assumeStates: boolean;
  /** Elements that may still be looked at, over the whole page: bounds deep pages under long selectors. */
  readonly budget: { left: number };
};

const FURTHEST = 200;
const STATE_CLASS =
  /^(?:(?:is|has)-?)?(?:active|open(?:ed)?|show(?:n|ing)?|visible|expanded|selected|current|in|on|revealed)$/i;
const STATE_ATTRIBUTE = /^(?:open|aria-(?:expanded|hidden|selected)|data-(?:state|open|active|expanded))$/;

export function matchesSelector({ steps }: Selector, target: Target, options: MatchOptions): boolean {
  return matchFrom(steps, 0, { target, options });
}

/** Whether it takes a reader's or script's doing for the selector to hold. */
export function isAboutState({ steps }: Selector): boolean {
  return steps.some(({ compound }) => [compound, ...compound.none, ...compound.some.flat()].some(hasState));
}

function hasState({ isState, classes, attributes }: Compound): boolean {
  return (
    isState ||
    classes.some((name) => STATE_CLASS.test(name)) ||
    attributes.some(({ name }) => STATE_ATTRIBUTE.test(name))
  );
}

/** Whether a class says what has become of an element rather than what it is. */
export function isStateClass(name: string): boolean {
  return STATE_CLASS.test(name);
}

/** Whether a compound names anything besides states: `.open` alone is about every element that may be opened. */
function namesElement({ tag, id, classes, attributes }: Compound): boolean {
  if (tag !== undefined || id !== undefined) return true;
  return classes.some((name) => !STATE_CLASS.test(name)) || attributes.some(({ name }) => !STATE_ATTRIBUTE.test(name));
}

type Place = { readonly target: Target; readonly options: MatchOptions };

function matchFrom(steps: Selector["steps"], index: number, { target, options }: Place): boolean {
  const step = steps[index];
  options.budget.left -= 1;
  if (step === undefined || options.budget.left < 0) return false;
  const assumeStates = options.assumeStates && (index > 0 || namesElement(step.compound));
  if (!matchesCompound(step.compound, target, assumeStates)) return false;
  if (index + 1 === steps.length) return true;
  let next = neighbour(target, step.combinator);
  for (let count = 0; next !== undefined && count < FURTHEST; count += 1) {
    if (matchFrom(steps, index + 1, { target: next, options })) return true;
    if (step.combinator === ">" || step.combinator === "+" || options.budget.left < 0) return false;
    next = neighbour(next, step.combinator);
  }
  return false;
}

function neighbour(target: Target, combinator: Combinator): Target | undefined {
  return combinator === " " || combinator === ">" ? target.parent : target.previous;
}

function matchesCompound(compound: Compound, target: Target, assumeStates: boolean): boolean {
  const { tag, id, classes, attributes, none, some, isRoot, isState } = compound;
  if (isState && !assumeStates) return false;
  if (tag !== undefined && tag !== target.name) return false;
  if (id !== undefined && target.attributes.get("id") !== id) return false;
  if (isRoot && target.name !== "html") return false;
  const isGranted = (name: string): boolean => assumeStates && STATE_CLASS.test(name);
  if (!classes.every((name) => target.classes.includes(name) || isGranted(name))) return false;
  if (!attributes.every((test) => (assumeStates && STATE_ATTRIBUTE.test(test.name)) || holds(test, target)))
    return false;
  if (none.some((each) => matchesCompound(each, target, assumeStates))) return false;
  return some.every((list) => list.some((each) => matchesCompound(each, target, assumeStates)));
}

function holds({ name, operator, value }: AttributeTest, { attributes }: Target): boolean {
  const actual = attributes.get(name);
  if (actual === undefined) return false;
  if (operator === "") return true;
  if (operator === "=") return actual === value;
  if (operator === "~=") return actual.split(/\s+/).includes(value);
  if (operator === "|=") return actual === value || actual.startsWith(`${value}-`);
  if (value === "") return false;
  if (operator === "^=") return actual.startsWith(value);
  return operator === "$=" ? actual.endsWith(value) : actual.includes(value);
}
