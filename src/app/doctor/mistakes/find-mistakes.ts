// The usual mistakes with prompts, open books and fine-tuning, as far as a project shows them; each with what to do instead.
import { counted } from "../../../core/counted.ts";
import { smallestDetectableDifference } from "../../../exam/statistics/detectable-difference.ts";
import type { Cell } from "../../../ladder/diagnosis/diagnosis.ts";
import { findLeaks } from "../../../school/check/find-leaks.ts";
import { prepareRows } from "../../../school/check/prepare-rows.ts";
import { findFacts } from "../../../school/screen/find-facts.ts";
import type { Check } from "../check.ts";
import type { Seen, SeenExam, SeenRows } from "./see-project.ts";

export function findMistakes(seen: Seen): readonly Check[] {
  return [
    ...seen.rows.flatMap(taughtFacts),
    ...seen.rows.flatMap((rows) => seen.exams.flatMap((exam) => leaks(rows, exam))),
    ...seen.exams.flatMap(tooFew),
    ...noBaseline(seen),
    ...staleAdapters(seen),
    ...wrongRung(seen),
  ];
}

function mistake(name: string, message: string, remedy: string): Check {
  return { name, status: "warn", message, remedy };
}

/** Of the rows; below it a fact or two are by the way. */
const MANY_FACTS = 0.1;

function taughtFacts({ file, examples }: SeenRows): readonly Check[] {
  const facts = findFacts(examples).kinds.filter((kind) => kind === "fact").length;
  if (examples.length === 0 || facts / examples.length < MANY_FACTS) return [];
  return [
    mistake(
      "facts at school",
      `${facts} of ${counted(examples.length, "row")} in ${file} ${facts === 1 ? "teaches" : "teach"} facts: a tuned model goes stale with them, and invents more where the base did not know them`,
      `Put facts into documents. \`schoolbook school screen ${file} --model …\` finds those that the base does not know, and sends them there.`,
    ),
  ];
}

function leaks({ file, examples }: SeenRows, exam: SeenExam): readonly Check[] {
  const lines = examples.map(({ origin }, at) => origin?.line ?? at + 1);
  const questions = exam.questions.map(({ id, question, expected: { sources = [] } }) => ({ id, question, sources }));
  const found = findLeaks(prepareRows(examples, lines), questions).filter(({ kind }) => kind !== "leak-source");
  if (found.length === 0) return [];
  return [
    mistake(
      "exam leaks",
      `${counted(found.length, "question")} of ${exam.file} ${found.length === 1 ? "is" : "are"} asked by rows of ${file}: what was trained on measures nothing`,
      `Leave out the rows or the questions; \`schoolbook school check ${file} --base … --exam ${exam.file}\` names them.`,
    ),
  ];
}

/** Two arms often disagree on so many of the questions. */
const USUAL_DISAGREEMENT = 0.3;
/** A difference that a team would act on. */
const TELLING = 0.15;

function tooFew({ file, questions }: SeenExam): readonly Check[] {
  const clusters = new Set(questions.map(({ cluster }) => cluster)).size;
  const smallest = smallestDetectableDifference(clusters, { disagreement: USUAL_DISAGREEMENT });
  if (clusters === 0 || (smallest !== undefined && smallest <= TELLING)) return [];
  const shows =
    smallest === undefined
      ? "no difference at all"
      : `no difference below ${counted(Math.round(smallest * 100), "point")}`;
  return [
    mistake(
      "too few questions",
      `${file} has ${counted(clusters, "question that stands on its own, which shows", "questions that stand on their own, which show")} ${shows} between two arms`,
      "Write more, from other documents; `schoolbook exam draft` proposes some.",
    ),
  ];
}

function noBaseline({ adapters, firstRunAt }: Seen): readonly Check[] {
  const first = adapters.find(({ madeAt }) => firstRunAt === undefined || madeAt < firstRunAt);
  if (first === undefined) return [];
  const since = firstRunAt === undefined ? "no exam was ever run" : "no exam was run before it";
  return [
    mistake(
      "no baseline",
      `${first.name} was trained and ${since}: nobody knows what the prompt and the open book reach without it`,
      "Run `schoolbook climb`, which asks the cheaper rungs first, on the same questions.",
    ),
  ];
}

/** Documents that rows name as their source and that are younger than what was trained. */
function staleAdapters({ adapters, rows, modifiedAt }: Seen): readonly Check[] {
  const sources = new Set(rows.flatMap(({ examples }) => examples.flatMap((example) => example.sources ?? [])));
  return adapters.flatMap(({ name, madeAt }) => {
    const changed = [...sources].filter((source) => (modifiedAt.get(source) ?? 0) > madeAt);
    if (changed.length === 0) return [];
    return [
      mistake(
        "older than its sources",
        `${counted(changed.length, "document")} that rows were made from changed after ${name} was trained`,
        "Do not train again for that: `schoolbook library sync` makes the change answerable at once. Train for form, and leave facts to the open book.",
      ),
    ];
  });
}

/** Of the questions of a climb. */
const TELLING_SHARE = 0.1;

/** What the last climb says is wrong, against what answers now. */
function wrongRung({ climb, servesAdapter }: Seen): readonly Check[] {
  const { cells = [], questions = [] } = climb?.diagnosis ?? {};
  const shareOf = (cell: Cell): number =>
    (cells.find((one) => one.cell === cell)?.count ?? 0) / Math.max(1, questions.length);
  const percent = (cell: Cell): string =>
    `${Math.round(100 * shareOf(cell))} % of the questions of ${climb?.name ?? ""}`;
  return [
    ...(shareOf("behaviour") >= TELLING_SHARE && !servesAdapter
      ? [
          mistake(
            "form asked of retrieval",
            `${percent("behaviour")} have the facts right and the form wrong, and what answers was never at school`,
            "No passage mends a form. Try the prompt first, then school: `schoolbook climb --examples …`.",
          ),
        ]
      : []),
    ...(shareOf("retrieval") >= TELLING_SHARE
      ? [
          mistake(
            "retrieval ignored",
            `${percent("retrieval")} fail in the search alone`,
            "Mend chunking, embedding or ranking before the model: `schoolbook library search` shows what is found.",
          ),
        ]
      : []),
  ];
}
