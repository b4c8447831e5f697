// A diagnosis in plain words: what fails, how often, what would mend it, and how much that could bring at most.
import { counted } from "../../core/counted.ts";
import { percent, percentBetween } from "../verdict/plain-numbers.ts";
import type { Cause, Cell, CellShare, DiagnosedQuestion, Diagnosis, RungBound } from "./diagnosis.ts";

export type DiagnosisSentence = {
  readonly about: "cell" | "bound" | "example";
  readonly cell?: Cell;
  readonly text: string;
};

const CELL_TEXTS: Readonly<Record<Cell, string>> = {
  fine: "are answered right without any documents, or rightly refused: stay on the prompt",
  knowledge: "lack knowledge, and the open book brings it",
  retrieval:
    "fail in the search: the documents say it, the model would read it, and it was not laid before it. Mend chunking, embedding or ranking, not the model",
  behaviour: "have their facts right and their form wrong: that is for school",
  reading:
    "are read wrong although the right passage lies there: a better model, or school with passages and distractors (RAFT)",
  abstention: 'are answered although nothing answers them: the model has to learn to say "I don\'t know"',
  missing: "ask for what no document says: write it down; no rung can help",
  outdated:
    "expect what their documents do not say, or no longer: sync the library, or correct the document or the exam",
  forbidden: "ask for what the asker may not read: access works as it should, and no rung may change that",
  unclear: "cannot be told: a call failed, the arm with the right passage was not asked, or no source is named",
};

const CAUSE_TEXTS: Readonly<Record<Cause, string>> = {
  "not-found": "the document was not found",
  cut: "the document was found and its passage was cut apart",
  "other-language": "asked in another language or script than the documents",
  misread: "answered wrongly with nothing but the passage",
  distracted: "misled by other passages beside it",
  refused: '"I don\'t know" although the passage lay there',
  "call-failed": "a call failed",
  "oracle-not-asked": "the right passage was not tried",
  "no-source":
    "no source is named, so that a search that failed cannot be told from a passage that was misread: name it as `expected.sources`",
};

const RUNG_TEXTS: Readonly<Record<RungBound["rung"], string>> = {
  prompt: "The prompt alone",
  book: "The open book as it is",
  retrieval: "The open book with a search that never misses",
  school: "School alone",
  both: "Both, if school also mended all reading and refusing",
  documents: "Better documents alone",
};

export function explainDiagnosis({ cells, bounds, questions, examples }: Diagnosis): readonly DiagnosisSentence[] {
  return [
    ...cells.map((cell): DiagnosisSentence => ({
      about: "cell",
      cell: cell.cell,
      text: cellText(cell, questions.length),
    })),
    ...bounds.map((bound): DiagnosisSentence => ({ about: "bound", text: boundText(bound) })),
    ...examples.map((example): DiagnosisSentence => ({
      about: "example",
      cell: example.cell,
      text: exampleText(example),
    })),
  ];
}

function cellText({ cell, count, share, causes }: CellShare, of: number): string {
  const why = causes.map((each) => `${each.count} ${CAUSE_TEXTS[each.cause]}`).join(", ");
  return `${count} of ${counted(of, "question")}, ${percentBetween(share)}, ${CELL_TEXTS[cell]}${why === "" ? "" : ` (${why})`}.`;
}

function boundText({ rung, mends, atMost }: RungBound): string {
  const gain = mends === 0 ? "mends none of these" : `could mend ${counted(mends, "question")}`;
  return `${RUNG_TEXTS[rung]} ${gain} and reaches at most ${percent(atMost.value)} (${percent(atMost.low)} to ${percent(atMost.high)}).`;
}

const LONGEST_REPLY = 160;

function exampleText({ question, cell, cause, closed, retrieved, oracle }: DiagnosedQuestion): string {
  const hand = cause === "no-source" ? "with no passage known to be right" : "with the right passage";
  const said = [
    ...(closed === undefined ? [] : [`without documents: ${shortened(closed.text)}`]),
    ...(retrieved === undefined ? [] : [`with the search: ${shortened(retrieved.text)}`]),
    ...(oracle === undefined ? [] : [`${hand}: ${shortened(oracle.text)}`]),
  ];
  return `${question.id}, ${cell}${cause === undefined ? "" : ` (${CAUSE_TEXTS[cause]})`}: ${question.question} — ${said.join("; ")}`;
}

function shortened(text: string): string {
  const plain = text.replaceAll(/\s+/gu, " ").trim();
  return JSON.stringify(plain.length <= LONGEST_REPLY ? plain : `${plain.slice(0, LONGEST_REPLY - 1)}…`);
}
