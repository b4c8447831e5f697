// What fails without help, as one bar: how many questions of each kind, what would mend them, and how far each rung could get.
import { counted } from "../../core/counted.ts";
import { dataTable } from "../../core/page/data-table.ts";
import { intervalPicture } from "../../core/page/interval-picture.ts";
import { markup, type Html } from "../../core/page/markup.ts";
import type { ClimbReport } from "../climb/climb-report.ts";
import { type Cell, type Diagnosis, type Remedy, REMEDIES } from "../diagnosis/diagnosis.ts";
import { armOfRung } from "../diagnosis/rung-bounds.ts";
import { at, figureFrame } from "./figure-frame.ts";
import { shareText, wholePercent } from "./plain-figure.ts";

export const REMEDY_WORDS: Readonly<Record<Remedy, string>> = {
  none: "nothing to mend",
  book: "the open book (A2)",
  retrieval: "a better search, not the model",
  school: "school (A4)",
  both: "school with the open book (A5), or a better model",
  documents: "the documents, or the exam",
  access: "nothing: access works as it should",
  unknown: "ask again",
};

/** A question of these would tell, by its name, that there is a document which not everybody may read. */
const UNNAMED: ReadonlySet<Cell> = new Set<Cell>(["forbidden", "missing", "outdated"]);

const BAR = 44;

export function diagnosisSection(report: ClimbReport, anchorOf: (id: string) => string | undefined): Html {
  const { diagnosis, diagnosisSentences } = report;
  if (diagnosis === undefined) {
    return markup`<section aria-labelledby="diagnosis"><h2 id="diagnosis">What fails without help</h2><p>Not known: it takes the open book (A2) and the right passage in hand (A3) to tell.</p></section>`;
  }
  const said = diagnosisSentences.filter(({ about }) => about === "cell");
  return markup`<section aria-labelledby="diagnosis"><h2 id="diagnosis">What fails without help</h2>${cellBar(diagnosis)}<ul class="said">${said.map(({ text, cell }) => markup`<li class="c-${cell}">${text}</li>`)}</ul>${boundsTable(report, diagnosis)}${examplesOf(diagnosis, anchorOf)}</section>`;
}

function cellBar({ cells, questions }: Diagnosis): Html {
  const total = Math.max(1, questions.length);
  let left = 0;
  const parts = cells.map(({ cell, count }) => {
    const place = { left: left / total, width: count / total };
    left += count;
    const isWide = place.width >= 0.05;
    return markup`<rect class="c-${cell}" x="${at(place.left)}" width="${at(place.width)}" y="0" height="${BAR}" />${isWide && markup`<text class="count" x="${at(place.left + place.width / 2)}" y="${BAR / 2 + 6}" text-anchor="middle">${count}</text>`}`;
  });
  const key = cells.map(
    ({ cell, count }) =>
      markup`<li><i class="c-${cell}" aria-hidden="true"></i><b>${count} ${cell}</b> <span class="soft">→ ${REMEDY_WORDS[REMEDIES[cell]]}</span></li>`,
  );
  const label = `Of ${counted(questions.length, "question")}: ${cells.map(({ cell, count }) => `${count} ${cell}`).join(", ")}.`;
  return figureFrame({
    kind: "cells",
    height: BAR,
    label,
    drawing: parts,
    foot: markup`<ul class="key">${key}</ul>`,
  });
}

const BOUND_WORDS = {
  prompt: "the prompt alone",
  book: "the open book as it is",
  retrieval: "the open book, if its search never missed",
  school: "school alone, if it mended all form",
  both: "both, if they also mended all reading and refusing",
  documents: "better documents alone",
} as const;

function boundsTable({ arms }: ClimbReport, { bounds }: Diagnosis): Html {
  return dataTable({
    name: "How far each rung could get",
    note: "The most that each could reach if it mended every question of its kind, beside what it did reach in this exam.",
    columns: [
      { head: "with" },
      { head: "could mend", kind: "number" },
      { head: "at most right" },
      { head: "0 to 100 %" },
      { head: "reached", kind: "number" },
    ],
    rows: bounds.map(({ rung, mends, atMost }) => {
      const reached = arms.find(({ arm }) => arm === armOfRung(rung));
      return [
        BOUND_WORDS[rung],
        mends,
        shareText(atMost),
        intervalPicture({ ...atMost, from: 0, to: 1, label: `${BOUND_WORDS[rung]}: at most ${shareText(atMost)}` }),
        reached === undefined ? "–" : `${reached.arm} ${wholePercent(reached.quality.value)}`,
      ];
    }),
  });
}

function examplesOf({ examples }: Diagnosis, anchorOf: (id: string) => string | undefined): Html {
  const shown = examples.flatMap(({ question, cell, remedy }) => {
    const anchor = anchorOf(question.id);
    if (anchor === undefined || UNNAMED.has(cell)) return [];
    return [
      markup`<li><i class="c-${cell}" aria-hidden="true"></i><b>${cell}</b> <a href="#${anchor}">${question.question}</a> <span class="soft">→ ${REMEDY_WORDS[remedy]}</span></li>`,
    ];
  });
  return shown.length === 0 ? markup`` : markup`<h3>Questions that show it best</h3><ul class="key tall">${shown}</ul>`;
}
