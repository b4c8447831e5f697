// An answer as it comes: the text streamed, then the numbered sources with their places.
import type { AnswerEvent, AskOptions, Project } from "../../app/project/project.ts";
import { SchoolbookError } from "../../core/errors.ts";
import type { Principals } from "../../spec/access.ts";
import type { Printer } from "../printer.ts";
import { line, type Styled } from "../terminal/styled.ts";
import { askedAsLines, nothingFoundLines } from "./nothing-found.ts";
import { placeLabel, titleLabel } from "./place-label.ts";

export type AskRequest = AskOptions & {
  readonly question: string;
  readonly as: Principals;
  readonly signal: AbortSignal;
};

type Answer = Extract<AnswerEvent, { kind: "finish" }>["answer"];
type PlacedCitation = Answer["citations"][number] & { readonly place: Awaited<ReturnType<Project["placeOf"]>> };

/** Prints the answer while it comes; with --json one object at the end. */
export async function askAndPrint(project: Project, request: AskRequest, printer: Printer): Promise<Answer> {
  const { question, as, ...asking } = request;
  let shown = "";
  let answer: Answer | undefined;
  for await (const event of project.ask(question, { as, ...asking })) {
    if (event.kind === "text-delta" && event.text !== "") {
      printer.stream(event.text);
      shown += event.text;
    }
    if (event.kind === "unsupported" && request.json === undefined) printer.stream(` ${UNSUPPORTED}`);
    if (event.kind === "finish") ({ answer } = event);
  }
  if (answer === undefined) throw new SchoolbookError("internal", "The answer ended without its last event.");
  const finished = answer;
  const citations = await placedCitations(project, finished, request);
  const principals = project.principalsOf(as);
  if (shown !== "" && !shown.endsWith("\n")) printer.stream("\n");
  const { visible, lines } =
    finished.answered || printer.json
      ? { visible: undefined, lines: [] }
      : await nearestLines(project, request, printer);
  if (finished.cut === true) printer.note(line`${printer.notePalette.yellow(CUT)}`);
  printer.result({ question, principals, ...finished, citations }, () =>
    finished.answered
      ? answeredLines(finished, citations, printer)
      : [...unanswered(shown, { as, visible }, printer), ...lines],
  );
  return finished;
}

async function placedCitations(
  project: Project,
  answer: Answer,
  reader: AskRequest,
): Promise<readonly PlacedCitation[]> {
  return Promise.all(
    answer.citations.map(async (citation) => ({
      ...citation,
      place: await project.placeOf(citation.documentId, citation.start, reader),
    })),
  );
}

/** The answerer says by itself what it looked for; only an answerer that says nothing is spoken for. */
function unanswered(
  shown: string,
  asked: { readonly as: Principals; readonly visible: number | undefined },
  printer: Printer,
): readonly Styled[] {
  const { as, visible } = asked;
  if (shown !== "") return askedAsLines(asked, printer);
  return nothingFoundLines({ terms: [], ...(visible === undefined ? {} : { visible }) }, as, printer);
}

/** A passage may hold what no single sentence of it says; where none holds a word of the question, there is nothing to point to. */
async function nearestLines(
  project: Project,
  { question, as, signal }: AskRequest,
  { palette, advice }: Printer,
): Promise<{ readonly visible: number; readonly lines: readonly Styled[] }> {
  const { hits, visible } = await project.search(question, { as, signal, limit: 1 });
  const pointer = advice('`schoolbook library search "…"` shows the passages that come nearest.');
  return { visible, lines: hits[0]?.lexical === undefined ? [] : [line`${palette.dim(pointer)}`] };
}

const CUT = "The reply ended at its limit, and the rest of it is missing; `answer.maxReplyTokens` raises the limit.";

/** Stands behind what no document supports. */
const UNSUPPORTED = "[?]";

function answeredLines(answer: Answer, citations: readonly PlacedCitation[], printer: Printer): readonly Styled[] {
  const { dim } = printer.palette;
  const short = "The reply was cut: it may have no more tokens than answer.maxReplyTokens says.";
  const isDoubtful = (answer.unsupported ?? []).length > 0;
  const legend = `${UNSUPPORTED} nothing in the documents that were read supports this`;
  return [
    ...(citations.length === 0 ? [] : sourceLines(citations, printer)),
    ...(isDoubtful ? [line``, line`${dim(legend)}`] : []),
    ...(answer.cut === true ? [line``, line`${dim(short)}`] : []),
  ];
}

function sourceLines(citations: readonly PlacedCitation[], { palette }: Printer): readonly Styled[] {
  const { bold, cyan, dim, link } = palette;
  const numbered = citations.map((citation, index) => ({ ...citation, number: citation.mark ?? index + 1 }));
  const first = numbered.filter(({ number }, at) => numbered.findIndex((one) => one.number === number) === at);
  const sources = first.map(({ title, headings, uri, place, number }) => {
    const label = link(cyan(placeLabel(uri, place)), place?.address);
    return line`${dim(`[${number}]`)} ${titleLabel(title, headings)} ${dim("—")} ${label}`;
  });
  return [line``, line`${bold("Sources")}`, ...sources];
}
