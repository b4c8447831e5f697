// `schoolbook init`: looks at a folder, proposes sources, asks who may read them, writes the configuration and drafts a first exam.
import { resolve } from "node:path";

import type { Command } from "commander";
import { z } from "zod";

import type { FirstExam } from "../../app/init/first-exam.ts";
import { initProject } from "../../app/init/init-project.ts";
import { inspectFolder } from "../../app/init/inspect-folder.ts";
import { SchoolbookError } from "../../core/errors.ts";
import { isPrincipal, PRINCIPAL_FORM } from "../../core/principal.ts";
import type { Principals } from "../../spec/access.ts";
import type { CommandContext } from "../command-context.ts";
import { examples, manyFlag } from "../flags.ts";
import { collect } from "../global-options.ts";
import { NO_PRINCIPALS_TEXT } from "../reports/access-text.ts";
import { initLines, showProposal } from "../reports/init.ts";
import { printSyncProblems, syncOutcome } from "../reports/sync-report.ts";
import type { Outcome, Session } from "../session.ts";
import { line } from "../terminal/styled.ts";

const FLAGS = z.strictObject({
  public: z.boolean().default(false),
  allow: manyFlag,
  configOnly: z.boolean().default(false),
  yes: z.boolean().default(false),
  force: z.boolean().default(false),
});

type Flags = z.output<typeof FLAGS>;

export function addInit(program: Command, session: Session): void {
  program
    .command("init")
    .description("Set up a project in this folder, with a first exam")
    .option("--allow <principal>", "who may read every document, such as group:staff; repeatable", collect)
    .option("--public", "let everybody read every document; the same as --allow public")
    .option("--config-only", "write the configuration; read no document and draft no exam")
    .option("-y, --yes", "ask nothing; without --allow or --public nobody may read anything yet")
    .option("--force", "write over an existing schoolbook.config.ts")
    .addHelpText(
      "after",
      `\nA document about which nothing is said may be read by nobody. Where nobody can be asked, init opens nothing by itself and says so.\nThe exam is drafted by rules, without a model, from what those who were named may read; an exam that is there is kept.\n${examples("schoolbook init", "schoolbook init --allow group:staff --yes", "schoolbook init --public --project ~/wiki")}`,
    )
    .action(session.action(FLAGS, async (context, { flags }) => init(context, flags)));
}

async function init(context: CommandContext, flags: Flags): Promise<Outcome> {
  const { io, printer } = context;
  const named = namedReaders(flags);
  const folder = resolve(io.cwd, context.options.project ?? ".");
  const proposal = await inspectFolder(folder, io.runtime);
  showProposal(proposal, context);
  const isOpen = named.length === 0 && !flags.yes && proposal.sources.length > 0;
  const allow = isOpen ? await askReaders(context) : named;
  const written = initProject({ folder, proposal, allow, force: flags.force, goesOn: !flags.configOnly });
  const isRead = !flags.configOnly && proposal.sources.length > 0;
  const first = isRead ? await fill(context, allow) : undefined;
  const done = { written, proposal, allow, ...(first === undefined ? {} : { first }) };
  const { sources } = proposal;
  printer.result({ ...written, sources, allow, ...first }, () => initLines(done, context));
  if (first === undefined) return undefined;
  // why: what nobody may read was told of already, with the flag that changes it.
  printSyncProblems(allow.length > 0 ? first.sync : withoutUnsaid(first.sync), printer);
  return syncOutcome(first.sync);
}

function withoutUnsaid(sync: FirstExam["sync"]): FirstExam["sync"] {
  return { ...sync, sources: sync.sources.map((source) => ({ ...source, unsaid: 0 })) };
}

function namedReaders({ allow, public: isPublic }: Flags): Principals {
  const wrong = allow.find((name) => !isPrincipal(name));
  if (wrong !== undefined) {
    throw new SchoolbookError("usage", `--allow ${wrong}: that is nobody's name.`, {
      hint: `Write ${PRINCIPAL_FORM}.`,
    });
  }
  return isPublic ? ["public"] : allow;
}

async function fill(context: CommandContext, allow: Principals): Promise<FirstExam> {
  const { firstExam } = await import("../../app/init/first-exam.ts");
  await using project = await context.openProject();
  using display = context.progress();
  return await firstExam(project, { allow, onProgress: display.show, signal: context.signal });
}

/** Asked until the reply can be understood, twice; whoever says nothing opens nothing. */
async function askReaders({ io, printer, signal }: CommandContext): Promise<Principals> {
  if (io.ask === undefined || printer.json) return [];
  printer.note(line``);
  printer.note(line`Who may read these documents? ${NO_PRINCIPALS_TEXT}`);
  for (let turn = 0; turn < 2; turn += 1) {
    const reply = await io.ask("`public` for everybody, names such as group:staff, or Enter for nobody yet: ", signal);
    const names = reply.split(/[\s,]+/u).filter((name) => name !== "");
    if (names.every((name) => isPrincipal(name))) return names;
    printer.note(line`That names nobody: write ${PRINCIPAL_FORM}.`);
  }
  return [];
}
