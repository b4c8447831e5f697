// How help reads: what there is to do first, flags after it, the global flags in one line where they are not at home.
import type { Command, Help, Option } from "commander";

const GLOBAL_GROUP = "Global options:";

export function formatHelp(command: Command, helper: Help, program: string): string {
  const usage = helper.commandUsage(command).replace(/^schoolbook\b/u, () => program);
  const sections = [
    `${helper.styleTitle("Usage:")} ${helper.styleUsage(usage)}`,
    helper.boxWrap(helper.styleCommandDescription(command.description()), helper.helpWidth ?? 80),
    ...commandSections(command, helper),
    argumentSection(command, helper),
    ...optionSections(command, helper),
    command.parent === null ? "" : globalLine(command, helper, program),
  ];
  return `${sections.filter((text) => text !== "").join("\n\n")}\n`;
}

type Row = { readonly term: string; readonly description: string };

function section(
  title: string,
  rows: readonly Row[],
  context: { readonly helper: Help; readonly width: number },
): string {
  if (rows.length === 0) return "";
  const { helper, width } = context;
  const lines = rows.map(({ term, description }) => helper.formatItem(term, width, description, helper));
  return [helper.styleTitle(title), ...lines].join("\n");
}

function commandSections(command: Command, helper: Help): readonly string[] {
  const rows = helper.visibleCommands(command).map((child) => ({
    group: child.helpGroup() || "Commands:",
    term: helper.styleSubcommandTerm(subcommandTerm(child)),
    description: helper.styleSubcommandDescription(child.description()),
  }));
  return grouped(rows, helper);
}

/** Without `[options]`, which says nothing in a list. */
function subcommandTerm(command: Command): string {
  const words = command.registeredArguments.map((argument) => {
    const name = `${argument.name()}${argument.variadic ? "..." : ""}`;
    return argument.required ? `<${name}>` : `[${name}]`;
  });
  return [command.name(), ...words].join(" ");
}

function argumentSection(command: Command, helper: Help): string {
  const rows = helper.visibleArguments(command).map((argument) => ({
    term: helper.styleArgumentTerm(helper.argumentTerm(argument)),
    description: helper.styleArgumentDescription(helper.argumentDescription(argument)),
  }));
  return section("Arguments:", rows, { helper, width: widest(rows, helper) });
}

function optionSections(command: Command, helper: Help): readonly string[] {
  const rows = helper.visibleOptions(command).map((option) => ({
    group: option.helpGroupHeading ?? "Options:",
    term: helper.styleOptionTerm(helper.optionTerm(option)),
    description: helper.styleOptionDescription(helper.optionDescription(option)),
  }));
  return grouped(rows, helper);
}

function grouped(rows: readonly (Row & { readonly group: string })[], helper: Help): readonly string[] {
  const width = widest(rows, helper);
  return [...Map.groupBy(rows, ({ group }) => group)].map(([group, own]) => section(group, own, { helper, width }));
}

function widest(rows: readonly Row[], helper: Help): number {
  return Math.max(0, ...rows.map(({ term }) => helper.displayWidth(term)));
}

function globalLine(command: Command, helper: Help, program: string): string {
  const names = helper
    .visibleGlobalOptions(command)
    .filter(isShownGlobal)
    .map((option) => option.long ?? "");
  const text = `${helper.styleTitle(GLOBAL_GROUP)} ${names.join(" ")} (see ${program} --help)`;
  return helper.boxWrap(text, helper.helpWidth ?? 80);
}

function isShownGlobal(option: Option): boolean {
  return option.helpGroupHeading === GLOBAL_GROUP;
}
