// `schoolbook completion`: prints a completion script for a shell.
import { Argument, type Command } from "commander";

import { SchoolbookError } from "../../core/errors.ts";
import { describeCommands } from "../completion/describe-commands.ts";
import { SHELLS } from "../completion/shells.ts";
import { NO_FLAGS, type Session } from "../session.ts";
import { trusted } from "../terminal/styled.ts";

export function addCompletion(program: Command, session: Session): void {
  program
    .command("completion")
    .description("Print a completion script")
    .addArgument(new Argument("<shell>", "which shell").choices(Object.keys(SHELLS)))
    .addHelpText(
      "after",
      `
Install it:
  $ schoolbook completion bash > ~/.local/share/bash-completion/completions/schoolbook
  $ schoolbook completion zsh > "\${fpath[1]}/_schoolbook"
  $ schoolbook completion fish > ~/.config/fish/completions/schoolbook.fish
`,
    )
    .action(
      session.action(NO_FLAGS, async ({ printer }, { args: [shell = ""] }) => {
        const render = Object.hasOwn(SHELLS, shell) ? SHELLS[shell] : undefined;
        if (render === undefined) throw new SchoolbookError("usage", `There is no completion for ${shell}.`);
        const script = render(describeCommands(program));
        printer.result({ shell, script }, () => [trusted(script.trimEnd())]);
      }),
    );
}
