// `schoolbook init`: looks at a folder, proposes sources, writes the configuration.
import { resolve } from "node:path";

import type { Command } from "commander";
import { z } from "zod";

import { initProject } from "../../app/init/init-project.ts";
import { inspectFolder } from "../../app/init/inspect-folder.ts";
import type { InitProposal } from "../../app/init/inspect-folder.ts";
import type { CommandContext } from "../command-context.ts";
import { examples } from "../flags.ts";
import { NO_PRINCIPALS_TEXT } from "../reports/access-text.ts";
import type { Session } from "../session.ts";
import { plural } from "../terminal/layout.ts";
import { line, type Styled } from "../terminal/styled.ts";

const FLAGS = z.strictObject({
  public: z.boolean().default(false),
  yes: z.boolean().default(false),
  force: z.boolean().default(false),
});

export function addInit(program: Command, session: Session): void {
  program
    .command("init")
    .description("Set up a project in this folder")
    .option("--public", "let everybody read every document")
    .option("-y, --yes", "ask nothing; without --public nobody may read anything yet")
    .option("--force", "write over an existing schoolbook.config.ts")
    .addHelpText(
      "after",
      `\nA document about which nothing is said may be read by nobody: give each source an \`access\` list.\n${examples("schoolbook init", "schoolbook init --public --yes", "schoolbook init --project ~/wiki")}`,
    )
    .action(
      session.action(FLAGS, async (context, { flags }) => {
        const folder = resolve(context.io.cwd, context.options.project ?? ".");
        const proposal = await inspectFolder(folder, context.io.runtime);
        showProposal(proposal, context);
        const isPublic = flags.public || (!flags.yes && (await askAccess(context)));
        const written = initProject({ folder, proposal, isPublic, force: flags.force });
        const { printer } = context;
        const { green, yellow } = printer.palette;
        printer.result({ ...written, sources: proposal.sources }, () => [
          ...written.files.map((file) => line`${green("✓")} ${file}`),
          ...(isPublic ? [] : [line`${yellow("!")} ${NO_PRINCIPALS_TEXT}`]),
          nextSteps(context, proposal),
        ]);
      }),
    );
}

function showProposal(proposal: InitProposal, { printer }: CommandContext): void {
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

function nextSteps({ printer: { palette, advice } }: CommandContext, { sources }: InitProposal): Styled {
  const steps = advice('`schoolbook library sync`, then `schoolbook ask "…"`.');
  if (sources.length > 0) return line`${palette.cyan("→")} Next: ${steps}`;
  const first =
    "put documents into this folder and run `schoolbook init --force`, or name a source in schoolbook.config.ts";
  return line`${palette.cyan("→")} Next: ${advice(first)}; then ${steps}`;
}

async function askAccess({ io, printer, signal }: CommandContext): Promise<boolean> {
  if (io.ask === undefined || printer.json) return false;
  printer.note(line``);
  printer.note(line`Who may read these documents? ${NO_PRINCIPALS_TEXT}`);
  const reply = await io.ask("Let everybody (`public`) read all of them? [y/N] ", signal);
  return /^y(?:es)?$/iu.test(reply.trim());
}
