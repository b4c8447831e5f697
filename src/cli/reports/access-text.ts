// Sentences about access that nobody may miss.
import type { Project } from "../../app/project/project.ts";
import type { Printer } from "../printer.ts";
import { line } from "../terminal/styled.ts";

export const NO_PRINCIPALS_TEXT =
  "Nothing said about access means that nobody can read it: say who may in each source's `access`, in front matter or in a column.";

/** What the configuration opens or adds is there after the next sync; what it closes is refused by the project itself. */
export async function noteOutdated(project: Project, printer: Printer): Promise<void> {
  if (await project.isCurrent()) return;
  const { yellow, cyan } = printer.notePalette;
  printer.note(line`${yellow("warning:")} the access rules and sources in force have not been synced to the end.`);
  printer.note(
    line`${cyan("→")} ${printer.advice("Run `schoolbook library sync`, which applies what they open or add.")}`,
  );
}

/** Numbers of a stored run stay; its texts are told as far as the library says today that they may be. */
export function noteUnreadable(
  { libraryProblem }: { readonly libraryProblem?: string | undefined },
  printer: Pick<Printer, "note" | "notePalette">,
): void {
  if (libraryProblem === undefined) return;
  printer.note(line`${printer.notePalette.yellow("!")} Texts that rest on the library are withheld: ${libraryProblem}`);
}
