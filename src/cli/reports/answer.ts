// An answer as it comes: the text streamed, then the numbered sources with their places.
import type { AnswerEvent, Project } from "../../app/project/project.ts";
import { SchoolbookError } from "../../core/errors.ts";
import type { Principals } from "../../spec/access.ts";
import type { Printer } from "../printer.ts";
import { line, type Styled } from "../terminal/styled.ts";
import { askedAsLines, nothingFoundLines } from "./nothing-found.ts";
import { placeLabel, titleLabel } from "./place-label.ts";

export type AskRequest = {
  readonly question: string;
  readonly as: Principals;
  readonly signal: AbortSignal;
};

type Answer = Extract<AnswerEvent, { kind: "finish" }>["answer"];
type PlacedCitation = Answer["citations"][number] & { readonly place: Awaited<ReturnType<Project["placeOf"]>> };

/** Prints the answer while it comes; with --json one object at the end. */
export async function askAndPrint(project: Project, request: AskRequest, printer: Printer): Promise<Answer> {
  const { question, as, signal } = request;
  let shown = "";
  let answer: Answer | undefined;
  for await (const event of project.ask(question, { as, signal })) {
    if (event.kind === "text-delta" && event.text !== "") {
      printer.stream(event.text);
      shown += event.text;
    }
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
  printer.result({ question, principals, ...finished, citations }, () =>
    finished.answered ? sourceLines(citations, printer) : [...unanswered(shown, { as, visible }, printer), ...lines],
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

function sourceLines(citations: readonly PlacedCitation[], { palette }: Printer): readonly Styled[] {
  const { bold, cyan, dim, link } = palette;
  const sources = citations.map(({ title, headings, uri, place }, index) => {
    const label = link(cyan(placeLabel(uri, place)), place?.address);
    return line`${dim(`[${index + 1}]`)} ${titleLabel(title, headings)} ${dim("—")} ${label}`;
  });
  return [line``, line`${bold("Sources")}`, ...sources];
}
