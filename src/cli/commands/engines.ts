// `schoolbook engines`: the optional engines, which are installed when first needed.
import type { Command } from "commander";
import { z } from "zod";

import type { AddedEngine, EngineListing } from "../../app/engines/manage-engines.ts";
import { type CommandContext, describeHolder } from "../command-context.ts";
import { examples } from "../flags.ts";
import type { Printer } from "../printer.ts";
import { NO_FLAGS, type Session } from "../session.ts";
import { bytes, plural, table } from "../terminal/layout.ts";
import type { ProgressDisplay } from "../terminal/progress-display.ts";
import { line, type Styled } from "../terminal/styled.ts";

export function addEngines(program: Command, session: Session): void {
  const engines = program.command("engines").description("Install and remove optional engines").helpCommand(false);
  addList(engines, session);
  addAdd(engines, session);
  addRemove(engines, session);
}

function addList(engines: Command, session: Session): void {
  engines
    .command("list")
    .description("Show the optional engines and what is installed of them")
    .addHelpText("after", examples("schoolbook engines list", "schoolbook engines list --json"))
    .action(
      session.action(NO_FLAGS, async ({ openOptions, printer }) => {
        const { listEngines } = await import("../../app/engines/manage-engines.ts");
        const listed = await listEngines(openOptions);
        printer.result(listed, () => listLines(listed, printer));
      }),
    );
}

function addAdd(engines: Command, session: Session): void {
  engines
    .command("add")
    .description("Install an engine, from npm")
    .argument("<name>", "such as llama")
    .option("--force", "install it anew where it is installed already")
    .addHelpText(
      "after",
      `\nOnly the packages that this machine needs are fetched, in exactly the versions that were tried, checked by\ntheir checksums; none of their scripts is run. npm's registry and proxy settings are followed.\n${examples(
        "schoolbook engines add llama",
        "SCHOOLBOOK_HOME=/opt/schoolbook schoolbook engines add llama",
      )}`,
    )
    .action(
      session.action(z.strictObject({ force: z.boolean().default(false) }), async (context, { args, flags }) => {
        const { addEngine } = await import("../../app/engines/manage-engines.ts");
        const [name = ""] = args;
        const added = await (async () => {
          using display = context.progress();
          return await addEngine(name, context.openOptions, { ...workOptions(context, display), force: flags.force });
        })();
        context.printer.result(added, () => addedLines(added, context.printer));
      }),
    );
}

function addRemove(engines: Command, session: Session): void {
  engines
    .command("remove")
    .description("Delete an installed engine")
    .argument("<name>", "such as llama")
    .addHelpText("after", examples("schoolbook engines remove llama"))
    .action(
      session.action(NO_FLAGS, async (context, { args }) => {
        const { dropEngine } = await import("../../app/engines/manage-engines.ts");
        const [name = ""] = args;
        using display = context.progress();
        const removed = await dropEngine(name, context.openOptions, workOptions(context, display));
        const { green } = context.printer.palette;
        context.printer.result({ name, removed }, () => [
          removed ? line`${green("✓")} The ${name} engine is removed.` : line`The ${name} engine was not installed.`,
        ]);
      }),
    );
}

function workOptions({ printer, signal }: CommandContext, display: ProgressDisplay) {
  return {
    signal,
    onProgress: display.show,
    onWait: (holder: Parameters<typeof describeHolder>[0]) => {
      display.clear();
      printer.note(line`Waiting for ${describeHolder(holder)} …`);
    },
  };
}

function listLines(listed: readonly EngineListing[], { palette }: Printer): readonly Styled[] {
  const { bold, dim, green, red, cyan } = palette;
  const states = { installed: green("installed"), missing: dim("not installed"), broken: red("broken") };
  const rows = listed.map(({ name, version, state, bytes: size, purpose }) => {
    const about = state === "installed" ? bytes(size) : dim(`about ${bytes(size)}`);
    return [bold(name), version, states[state], about, purpose];
  });
  return table(rows).flatMap((row, index) => {
    const one = listed[index];
    if (one?.state !== "broken") return [row];
    return [row, line`  ${one.reason ?? ""}; ${cyan("→")} schoolbook engines add ${one.name} --force`];
  });
}

function addedLines(added: AddedEngine, { palette }: Printer): readonly Styled[] {
  const { name, version, folder, isNew } = added;
  const { green, dim } = palette;
  const size = `${plural(added.packages, "package")}, ${bytes(added.bytes)}`;
  return [
    line`${green("✓")} ${name} ${version} ${isNew ? "is installed" : "was installed already"} ${dim(`(${size})`)}`,
    line`  ${dim(folder)}`,
  ];
}
