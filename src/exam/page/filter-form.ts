// Picks questions by what came of them: a form that shows itself only where its script runs, so that nothing on the page is dead.
import { counted } from "../../core/counted.ts";
import { markup, type Html } from "../../core/page/markup.ts";

export type FilterChoices = {
  readonly arms: readonly string[];
  readonly axes: readonly string[];
  readonly tags: readonly string[];
  readonly questions: number;
};

const OUTCOME_CHOICES = [
  ["2", "wrong"],
  ["4", "refused"],
  ["8", "failed"],
  ["16", "unverified"],
  ["14", "anything but right"],
  ["1", "right"],
  ["d", "arms differ"],
] as const;

export function filterForm({ arms, axes, tags, questions }: FilterChoices): Html {
  const choices = [
    choice("Outcome", "o", OUTCOME_CHOICES),
    arms.length > 1 && choice("Arm", "a", numbered(arms)),
    axes.length > 1 &&
      choice(
        "Axis",
        "x",
        axes.map((axis) => [axis, axis] as const),
      ),
    tags.length > 0 && choice("Tag", "t", numbered(tags)),
  ];
  return markup`<form id="filter" hidden>${choices}
<label class="grow">Text <input type="search" name="s" autocomplete="off" spellcheck="false"></label>
<span class="buttons"><button type="button" id="open">Unfold shown</button>
<button type="button" id="close">Fold all</button>
<button type="reset">Clear</button></span>
<output id="count" aria-live="polite">${questions} of ${counted(questions, "question")}</output></form>
`;
}

function numbered(names: readonly string[]): readonly (readonly [string, string])[] {
  return names.map((name, at) => [String(at), name]);
}

function choice(label: string, name: string, options: readonly (readonly [string, string])[]): Html {
  return markup`<label>${label} <select name="${name}"><option value="">any</option>${options.map(([value, text]) => markup`<option value="${value}">${text}</option>`)}</select></label>`;
}

/**
 * Plain functions of the browser; kept in one string, because the page's policy names its hash. Of each question it reads
 * `data-o` (per arm the sum of 1 right, 2 wrong, 4 refused, 8 failed, 16 unverified in base 32), `data-x` and `data-t`.
 */
export const FILTER_SCRIPT = `
"use strict";
(() => {
  const form = document.getElementById("filter");
  const count = document.getElementById("count");
  const questions = [...document.querySelectorAll("details.q")].map((element) => ({
    element,
    outcomes: [...element.dataset.o].map((digit) => parseInt(digit, 32)),
    axis: element.dataset.x,
    tags: element.dataset.t.split(" "),
    text: undefined,
  }));
  const textOf = (question) => (question.text ??= question.element.textContent.toLowerCase());
  const differs = (outcomes) => new Set(outcomes.map((bits) => bits & 15)).size > 1;
  const apply = () => {
    const wanted = Object.fromEntries(new FormData(form));
    const words = wanted.s.toLowerCase().split(/\\s+/).filter(Boolean);
    let shown = 0;
    for (const question of questions) {
      const outcomes = wanted.a ? [question.outcomes[Number(wanted.a)]] : question.outcomes;
      const fits =
        (!wanted.o ||
          (wanted.o === "d" ? differs(question.outcomes) : outcomes.some((bits) => (bits & Number(wanted.o)) !== 0))) &&
        (!wanted.x || question.axis === wanted.x) &&
        (!wanted.t || question.tags.includes(wanted.t)) &&
        words.every((word) => textOf(question).includes(word));
      question.element.hidden = !fits;
      if (fits) shown += 1;
    }
    count.textContent = shown + " of " + questions.length + " questions";
  };
  const fold = (open) => {
    for (const { element } of questions) if (!element.hidden || !open) element.open = open;
  };
  const peek = (link) => {
    const title = document.getElementById(link.hash.slice(1));
    const question = link.closest("details.q");
    if (!title || !question) return false;
    const known = [...question.querySelectorAll(".peek")].find((one) => one.dataset.p === title.id);
    if (known) {
      known.remove();
      return true;
    }
    const box = document.createElement("dl");
    box.className = "p peek";
    box.dataset.p = title.id;
    for (const part of [title, title.nextElementSibling]) {
      const copy = part.cloneNode(true);
      copy.removeAttribute("id");
      box.append(copy);
    }
    link.closest("p").after(box);
    return true;
  };
  const reveal = () => {
    const target = location.hash ? document.getElementById(location.hash.slice(1)) : null;
    if (target instanceof HTMLDetailsElement) target.open = true;
  };
  form.hidden = false;
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", apply);
  form.addEventListener("reset", () => setTimeout(apply));
  document.getElementById("open").addEventListener("click", () => fold(true));
  document.getElementById("close").addEventListener("click", () => fold(false));
  document.addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest('details.q a[href^="#p"]') : null;
    if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey && peek(link)) event.preventDefault();
  });
  addEventListener("hashchange", reveal);
  reveal();
})();
`;
