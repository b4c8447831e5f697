// `schoolbook school adapters`: the adapters that were trained here.
import type { Command } from "commander";

import type { ShelvedAdapter } from "../../app/school/train-adapter.ts";
import { examples } from "../flags.ts";
import type { Printer } from "../printer.ts";
import { damagedLines } from "../reports/damaged-adapters.ts";
import { heldOutLines } from "../reports/held-out.ts";
import { NO_FLAGS, type Session } from "../session.ts";
import { plural, table } from "../terminal/layout.ts";
import { line, type Styled } from "../terminal/styled.ts";

export function addSchoolAdapters(school: Command, session: Session): void {
  const adapters = school.command("adapters").description("Look at trained adapters").helpCommand(false);
  adapters
    .command("list")
    .description("Show the project's adapters")
    .addHelpText("after", examples("schoolbook school adapters list"))
    .action(
      session.action(NO_FLAGS, async ({ openOptions, printer }) => {
        const { projectAdapters } = await import("../../app/school/serve-adapter.ts");
        const { adapters: listed, damaged } = await projectAdapters(openOptions);
        printer.result(listed, () => listLines(listed, printer));
        printer.complaint(damagedLines(damaged, printer));
        return damaged.length > 0 ? "partial" : undefined;
      }),
    );
  adapters
    .command("show")
    .description("Show one adapter: what it was made from, whom it serves, what was measured")
    .argument("<name>", "the adapter's name")
    .addHelpText(
      "after",
      examples("schoolbook school adapters show house-style", "schoolbook school adapters show house-style --json"),
    )
    .action(
      session.action(NO_FLAGS, async ({ openOptions, printer }, { args }) => {
        const { projectAdapter } = await import("../../app/school/serve-adapter.ts");
        const adapter = await projectAdapter(args[0] ?? "", openOptions);
        printer.result(adapter, () => showLines(adapter, printer));
      }),
    );
}

function listLines(listed: readonly ShelvedAdapter[], { palette }: Printer): readonly Styled[] {
  if (listed.length === 0) return [line`There is no adapter yet; ${palette.cyan("→")} schoolbook school train`];
  return table(
    listed.map(({ name, base, examples: rows, checks, madeAt }) => [
      palette.bold(name),
      base,
      plural(rows, "example"),
      `loss ${(checks.losses.at(-1) ?? 0).toFixed(3)}`,
      palette.dim(madeAt.slice(0, 10)),
    ]),
  );
}

function showLines(adapter: ShelvedAdapter, { palette }: Printer): readonly Styled[] {
  const { name, base, folder, acls, checks, settings, trainer, examples: rows } = adapter;
  const { neutral, losses, largestShift } = checks;
  const told = Object.entries(settings).map(([key, value]) => `${key} ${value}`);
  return [
    line`${palette.bold(name)} on ${base} ${palette.dim(folder)}`,
    line`  ${plural(rows, "example")}, trainer ${trainer}: ${told.join(", ")}`,
    line`  loss ${(losses[0] ?? 0).toFixed(3)} → ${(losses.at(-1) ?? 0).toFixed(3)} in ${plural(losses.length, "step")}${largestShift === undefined ? "" : `; moved by up to ${largestShift.toFixed(2)}`}`,
    ...heldOutLines(checks),
    ...(neutral === undefined
      ? []
      : [line`  loss on neutral text ${neutral.before.toFixed(3)} → ${neutral.after.toFixed(3)}`]),
    line`  serves whoever is cleared for all of: ${acls.map((acl) => acl.join(" or ")).join("; ")}`,
    line`  base ${adapter.baseHash.slice(0, 12)}, template ${adapter.templateHash.slice(0, 12)}, data ${adapter.dataHash.slice(0, 12)}`,
  ];
}
