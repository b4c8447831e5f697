// All commands with their help, put together.
import { Command, type HelpConfiguration } from "commander";

import { VERSION } from "../app/version.ts";
import { addAdvise } from "./commands/advise.ts";
import { addAsk } from "./commands/ask.ts";
import { addClimb } from "./commands/climb.ts";
import { addCompletion } from "./commands/completion.ts";
import { addConfig } from "./commands/config.ts";
import { addCost } from "./commands/cost.ts";
import { addDemo } from "./commands/demo.ts";
import { addDoctor } from "./commands/doctor.ts";
import { addEngines } from "./commands/engines.ts";
import { addExam } from "./commands/exam.ts";
import { addFeedback } from "./commands/feedback.ts";
import { addInit } from "./commands/init.ts";
import { addLibrary } from "./commands/library.ts";
import { addModels } from "./commands/models.ts";
import { addSchool } from "./commands/school.ts";
import { addUse } from "./commands/use.ts";
import { examples } from "./flags.ts";
import { formatHelp } from "./format-help.ts";
import { addGlobalOptions } from "./global-options.ts";
import type { CommandLineIo } from "./io.ts";
import type { Session } from "./session.ts";
import { shownProgram, typableHelp } from "./shown-program.ts";
import { createPalette } from "./terminal/palette.ts";
import { trusted } from "./terminal/styled.ts";

/** The program, ready to parse; help goes to stdout, errors are thrown. */
export function createProgram(session: Session, io: CommandLineIo): Command {
  const program = new Command("schoolbook");
  const colored = io.stdout.isTTY && (io.env["NO_COLOR"] ?? "") === "";
  program
    .exitOverride()
    .configureOutput({
      writeOut: (text) => io.stdout.write(typableHelp(text, io)),
      writeErr: (text) => io.stdout.write(typableHelp(text, io)),
      outputError: () => undefined,
      getOutHelpWidth: () => Math.min(io.stdout.columns, 110),
      getErrHelpWidth: () => Math.min(io.stdout.columns, 110),
      getOutHasColors: () => colored,
      getErrHasColors: () => colored,
    })
    .configureHelp(helpStyle(shownProgram(io)))
    .description(
      "An open book for your documents: reads them, finds what answers a question, quotes it with its place.",
    )
    .version(VERSION, "--version", "print the version")
    .helpOption("-h, --help", "show help")
    .showSuggestionAfterError(false);
  addGlobalOptions(program);
  addCommands(program, session);
  program.helpCommand("help [command]", "Show help about a command");
  return program.addHelpText(
    "after",
    `\nFiles that are named are looked for in the current folder, then in the\nproject's; what is written counts from the current folder, or from a project\nthat lies elsewhere when the program runs in its own clone. Where no file is\nnamed, the project's own is meant.\n${examples(
      "schoolbook init",
      "schoolbook library sync",
      'schoolbook ask "How long is the notice period?" --as user:ann',
    )}`,
  );
}

function addCommands(program: Command, session: Session): void {
  program.commandsGroup("Start:");
  addInit(program, session);
  addDemo(program, session);
  addAdvise(program, session);
  program.commandsGroup("Use:");
  addAsk(program, session);
  addFeedback(program, session);
  addLibrary(program, session);
  addExam(program, session);
  addClimb(program, session);
  addUse(program, session);
  addCost(program, session);
  addSchool(program, session);
  program.commandsGroup("Look after:");
  addModels(program, session);
  addConfig(program, session);
  addEngines(program, session);
  addDoctor(program, session);
  addCompletion(program, session);
}

function helpStyle(program: string): HelpConfiguration {
  const { bold, cyan } = createPalette({ colors: true, links: false });
  return {
    formatHelp: (command, helper) => formatHelp(command, helper, program),
    showGlobalOptions: true, // why: else commander does not say which they are
    styleTitle: (text) => bold(trusted(text)).styled,
    styleCommandText: (text) => cyan(trusted(text)).styled,
    styleSubcommandText: (text) => cyan(trusted(text)).styled,
    styleOptionText: (text) => cyan(trusted(text)).styled,
    styleArgumentText: (text) => cyan(trusted(text)).styled,
  };
}
