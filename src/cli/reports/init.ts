// What init found, what it chose, and what comes next, as people read it.
import type { FirstExam } from "../../app/init/first-exam.ts";
import type { InitReport } from "../../app/init/init-project.ts";
import type { InitProposal } from "../../app/init/inspect-folder.ts";
import type { Principals } from "../../spec/access.ts";
import type { CommandContext } from "../command-context.ts";
import { plural } from "../terminal/layout.ts";
import { line, type Styled } from "../terminal/styled.ts";
import { syncLines } from "./sync-report.ts";

export function showProposal(proposal: InitProposal, { printer }: CommandContext): void {
  const { bold, dim } = printer.notePalette;
  if (proposal.sources.length === 0) {
    printer.note(line`No documents were found in ${proposal.folder}; the configuration will name no source yet.`);
    return;
  }
  printer.note(line`Found in ${proposal.folder}:`);
  for (const { name, settings, documents, isMore } of proposal.sources) {
    const counted = plural(documents, settings.kind === "rows" ? "row" : "file");
    const only = settings.kind === "folder" && settings.include !== undefined ? ", not those of its folders" : "";
    const many = `${counted}${only}${isMore ? ", or more" : ""}`;
    printer.note(line`  ${bold(name)}  ${settings.path} ${dim(`(${settings.kind}, ${many})`)}`);
  }
}

export type Initialised = {
  readonly written: InitReport;
  readonly proposal: InitProposal;
  readonly allow: Principals;
  /** Absent where only the configuration was asked for, or there is nothing to read. */
  readonly first?: FirstExam;
};

export function initLines(done: Initialised, context: CommandContext): readonly Styled[] {
  const { palette } = context.printer;
  const { written, proposal, allow, first } = done;
  return [
    ...written.files.map((file) => line`${palette.green("✓")} ${file}`),
    ...(proposal.sources.length === 0 ? [] : accessLines(allow, context)),
    ...(first === undefined ? [] : [...syncLines(first.sync, context.printer, false), ...examLines(first, context)]),
    ...nextSteps(done, context),
  ];
}

/** Who may read is never left to be guessed: what was chosen is said, and what would choose otherwise. */
function accessLines(allow: Principals, { printer }: CommandContext): readonly Styled[] {
  const { green, yellow } = printer.palette;
  if (allow.length > 0) {
    const who = allow.includes("public") ? "everybody (`public`)" : allow.join(", ");
    return [line`${green("✓")} Who may read all of it: ${who}. Narrow it by \`access\` rules in schoolbook.config.ts.`];
  }
  const change =
    "`schoolbook init --force --allow group:staff` lets a group read, `schoolbook init --force --public` everybody; or say it by source in schoolbook.config.ts.";
  return [
    line`${yellow("!")} Nobody was named who may read these documents, so that nobody can read what does not say it itself.`,
    line`  ${printer.advice(change)}`,
  ];
}

function examLines({ draft, readable, as }: FirstExam, { printer }: CommandContext): readonly Styled[] {
  const { green, yellow } = printer.palette;
  if (readable === 0)
    return [line`${yellow("!")} No exam was drafted: ${as.join(", ")} may read none of these documents.`];
  if (draft === undefined) return [line`${green("✓")} The exam that is there already is kept.`];
  const { drafted, kept } = draft;
  const answerable = drafted.answerable + kept.answerable;
  const unanswerable = drafted.unanswerable + kept.unanswerable;
  if (answerable + unanswerable === 0)
    return [line`${yellow("!")} No exam was drafted: rules found nothing to ask about in these documents.`];
  return [
    line`${green("✓")} exam.jsonl: ${plural(answerable, "question")} that the documents answer, ${unanswerable} that they do not. Drafted by rules: read them before you trust a number.`,
  ];
}

function nextSteps({ proposal, first }: Initialised, { printer }: CommandContext): readonly Styled[] {
  const { palette, advice } = printer;
  if (proposal.sources.length === 0) {
    const put =
      "put documents into this folder and run `schoolbook init --force`, or name a source in schoolbook.config.ts";
    return [
      line`${palette.cyan("→")} Next: ${advice(put)}; then ${advice('`schoolbook library sync`, then `schoolbook ask "…"`.')}`,
    ];
  }
  if (first?.readable === 0) return [line`${palette.cyan("→")} Next: say who may read, as above; the rest follows.`];
  if (first === undefined)
    return [line`${palette.cyan("→")} Next: ${advice('`schoolbook library sync`, then `schoolbook ask "…"`.')}`];
  const as = first.as.includes("public") ? "" : ` --as ${first.as.join(" --as ")}`;
  const steps = [
    [`\`schoolbook ask "…"${as}\``, "asks the documents"],
    [`\`schoolbook exam check${as}\``, "finds what is wrong with the questions"],
    [`\`schoolbook climb --model nano${as}\``, "finds out which rung they need, with the small model in the box"],
  ] as const;
  return [
    line`${palette.cyan("→")} Next:`,
    ...steps.map(([command, does]) => line`  ${advice(command)} ${palette.dim(does)}`),
  ];
}
