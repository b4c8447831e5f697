// What was answered to a question: each distinct answer once, with the arms that gave it, its quotes and what scores say of it.
import { markup, type Html, type Insertable } from "../../core/page/markup.ts";
import type { Answer, Citation } from "../../spec/answer.ts";
import type { QuestionRows } from "./group-questions.ts";
import { letterOf, markText } from "./mark-text.ts";
import { pathOf } from "./number-passages.ts";
import { OUTCOME_LOOKS } from "./row-outcome.ts";
import type { PageRow } from "./withhold-closed.ts";

export type AnswersOptions = {
  /** What metrics say in words besides their scores. */
  readonly explainsScores: boolean;
};

export function answersSection({ answers }: QuestionRows, options: AnswersOptions): Html {
  const quotes = createQuotes();
  const blocks = answers.map((group) => answerBlock(group, quotes, options));
  return markup`<h3>Answers</h3>${blocks}${quotes.list()}`;
}

/** A paragraph without its end, which the next one is: a large run has thousands of them. */
function answerBlock(
  group: readonly [PageRow, ...PageRow[]],
  quotes: Quotes,
  { explainsScores }: AnswersOptions,
): Html {
  const [row] = group;
  const { outcome, isUnverified } = row;
  const { sign, tone } = OUTCOME_LOOKS[outcome];
  const names = [...Map.groupBy(group, ({ trial }) => trial.arm)].map(([arm, own]) =>
    own.length > 1 ? `${arm} ×${own.length}` : arm,
  );
  const said = explainsScores ? [...new Set(group.flatMap(detailsOf))] : [];
  const isTold = row.trial.outcome.kind !== "failed" && said.length > 0;
  return markup`<p class="a ${tone}"><b>${names.join(" · ")} ${sign} ${outcome}${isUnverified && ", unverified"}</b>${bodyOf(row, quotes)}${
    isTold && markup`<small>${said.join("; ")}</small>`
  }</p>`;
}

/** What metrics say besides their score; what they say of refusals and failures is said anyway. */
function detailsOf({ scores }: PageRow): readonly string[] {
  const said = [...scores].flatMap(([name, score]) => {
    const detail = score.kind === "failed" ? score.reason : score.kind === "scored" ? score.detail : undefined;
    return detail === undefined ? [] : [{ name, detail }];
  });
  return [...Map.groupBy(said, ({ detail }) => detail)].map(
    ([detail, own]) => `${own.map(({ name }) => name).join(", ")}: ${detail}`,
  );
}

function bodyOf({ trial: { outcome }, isWithheld }: PageRow, quotes: Quotes): Html {
  if (outcome.kind === "failed") return markup`${outcome.reason}`;
  if (isWithheld) return markup`<i>Withheld: it rests on a document that is gone, or that you may not read.</i>`;
  const { answer } = outcome;
  const claims = answer.citations.map((citation) => ({ ...citation.claim, letter: quotes.letter(citation) }));
  return markup`${markText({ ...answer, claims })}${besides(answer)}`;
}

/** What the text does not say: what is missing, that it was cut, what was taken out of it. */
function besides({ absence, removed, cut, trace }: Answer): Insertable {
  const { inventedNumbers = 0, unverifiedMarks = 0, links = 0 } = removed ?? {};
  const searched = trace?.parts ?? (trace?.standAlone === undefined ? [] : [trace.standAlone]);
  const lines = [
    ...(searched.length > 0 ? [`Searched for: ${searched.join(" · ")}`] : []),
    ...(cut === true ? ["Cut: the reply had used up its tokens"] : []),
    ...((absence?.missing.length ?? 0) > 0 ? [`Missing: ${absence?.missing.join("; ")}`] : []),
    ...(inventedNumbers + unverifiedMarks + links > 0
      ? [`Taken out: ${inventedNumbers} invented and ${unverifiedMarks} unverified marks, ${links} links`]
      : []),
  ];
  return lines.map((text) => markup`<small>${text}</small>`);
}

type Quotes = {
  readonly letter: (citation: Citation) => string;
  readonly list: () => Html;
};

/** A quote that several answers cite stands on the page once. */
function createQuotes(): Quotes {
  const quotes = new Map<string, { readonly letter: string; readonly citation: Citation }>();
  return {
    letter: (citation) => {
      const key = JSON.stringify([citation.documentId, citation.contentHash, citation.start, citation.end]);
      const known = quotes.get(key) ?? { letter: letterOf(quotes.size), citation };
      quotes.set(key, known);
      return known.letter;
    },
    list: () =>
      markup`${
        quotes.size > 0 &&
        markup`<h3>Quotes</h3><dl class="c">${[...quotes.values()].map(({ letter, citation }) => quoteItem(letter, citation))}</dl>`
      }`,
  };
}

function quoteItem(letter: string, { quote, title, headings, landmark, uri }: Citation): Html {
  const place = [pathOf({ title, headings }), ...(landmark === undefined ? [] : [landmark])].join(", ");
  return markup`<dt>${letter}<dd><q>${quote}</q> <span class="soft">— ${place} (${uri})</span>`;
}
