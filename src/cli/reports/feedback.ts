// Feedback as people read it: thumbs, what a review made of them, and what was used.
import { correctionOf, type Judged, type Thumb } from "../../app/feedback/feedback-line.ts";
import { type Feedback, shortId } from "../../app/feedback/project-feedback.ts";
import type { UseReport } from "../../app/feedback/use-feedback.ts";
import type { Printer } from "../printer.ts";
import { plural } from "../terminal/layout.ts";
import { line, type Styled } from "../terminal/styled.ts";

export function thumbLines({ id, thumb, given }: Thumb, printer: Printer): readonly Styled[] {
  const { green, dim } = printer.palette;
  return [
    line`${green("✓")} Thumb ${thumb} ${dim(shortId(id))} for: ${given.question}`,
    line`  ${dim(printer.advice("`schoolbook feedback review` goes over it before anything comes of it."))}`,
  ];
}

export function feedbackLines({ items, withheld }: Feedback, printer: Printer): readonly Styled[] {
  const open = items.filter(({ review }) => review === undefined).length;
  return [
    ...items.flatMap((item) => [...itemLines(item, printer), line``]),
    line`${plural(items.length, "thumb")}, ${open} to review`,
    ...(withheld === 0
      ? []
      : [
          line`${printer.palette.yellow("!")} ${withheld} withheld: the answers rest on documents that are gone, or closed to you.`,
        ]),
  ];
}

const LONGEST = 400;

export function itemLines(item: Judged, { palette }: Printer): readonly Styled[] {
  const { bold, dim, green, red } = palette;
  const { thumb } = item;
  const { given } = thumb;
  const mark = thumb.thumb === "up" ? green("up") : red("down");
  const day = new Date(thumb.at).toISOString().slice(0, 16).replace("T", " ");
  const text = given.text.length > LONGEST ? `${given.text.slice(0, LONGEST)} …` : given.text;
  return [
    line`${bold(shortId(thumb.id))} ${mark} ${dim(`${day}, asked by ${given.as.join(", ")}, answered by ${given.model}`)}`,
    line`  ${bold(given.question)}`,
    line`  ${text}`,
    ...[...new Set(given.sources.map(({ uri }) => uri))].map((uri) => line`  ${dim(`from ${uri}`)}`),
    ...(thumb.note === undefined ? [] : [line`  note: ${thumb.note}`]),
    ...stateLines(item),
  ];
}

function stateLines(item: Judged): readonly Styled[] {
  const { correct, unanswerable } = correctionOf(item);
  const { review, uses } = item;
  return [
    ...(correct === undefined ? [] : [line`  right: ${correct}`]),
    ...(unanswerable === undefined ? [] : [line`  right: that it is not in the documents`]),
    ...(review === undefined ? [] : [line`  ${review.decision} by ${review.by.join(", ")}`]),
    ...uses.map(({ as, file }) => line`  used in ${file} as ${as === "exam" ? "a question" : "an example"}`),
  ];
}

export function reviewedLines(item: Judged, printer: Printer): readonly Styled[] {
  const { thumb, review } = item;
  const next = "`schoolbook feedback to-exam` or `schoolbook feedback to-examples` uses it.";
  return [
    line`${printer.palette.green("✓")} ${shortId(thumb.id)} ${review?.decision ?? ""}: ${thumb.given.question}`,
    ...(review?.decision === "accepted" ? [line`  ${printer.palette.dim(printer.advice(next))}`] : []),
  ];
}

export function usedLines({ to, added, leftOut, open }: UseReport, printer: Printer, next: string): readonly Styled[] {
  const { green, yellow, dim } = printer.palette;
  return [
    line`${added > 0 ? green("✓") : yellow("!")} ${plural(added, "row")} added to ${to}.`,
    ...leftOut.map(({ id, question, reason }) => line`  ${shortId(id)} ${question}: left out, because ${reason}`),
    ...(open === 0
      ? []
      : [line`  ${printer.advice(`${plural(open, "thumb")} wait for \`schoolbook feedback review\`.`)}`]),
    ...(added === 0 ? [] : [line`  ${dim(printer.advice(next))}`]),
  ];
}

/** Lines of the log that say nothing; what they hold is not shown, since nobody knows who may see it. */
export function badLines({ bad }: Feedback, { notePalette }: Printer): readonly Styled[] {
  return bad.map(
    ({ line: at, reason }) => line`${notePalette.red("error:")} feedback.jsonl line ${at} is left out: ${reason}`,
  );
}
