// `schoolbook school export`: rows in the format of another tool, or an adapter for the program that will serve it.
import type { Command } from "commander";
import { z } from "zod";

import type { ExportForm } from "../../app/school/export/export-adapter.ts";
import { SchoolbookError } from "../../core/errors.ts";
import type { CommandContext } from "../command-context.ts";
import { examples } from "../flags.ts";
import { exportedAdapterLines } from "../reports/exported-adapter.ts";
import { leftOutLines } from "../reports/left-out.ts";
import type { Session } from "../session.ts";
import { plural } from "../terminal/layout.ts";
import { line } from "../terminal/styled.ts";

const FORMATS = ["schoolbook", "chat", "pairs", "alpaca", "sharegpt", "table"] as const;
const FORMS = ["gguf", "ollama", "vllm", "merged"] as const satisfies readonly ExportForm[];

const FLAGS = z.strictObject({
  to: z.string(),
  format: z.enum(FORMATS, { error: `expected one of ${FORMATS.join(", ")}` }).optional(),
  out: z.string().min(1).optional(),
  base: z.string().min(1).optional(),
  verify: z.boolean().default(false),
  force: z.boolean().default(false),
});

type Flags = z.output<typeof FLAGS>;
type Rows = { readonly file: string; readonly format: (typeof FORMATS)[number] };

export function addSchoolExport(parent: Command, session: Session): void {
  parent
    .command("export")
    .description("Write an adapter for the program that serves it, or rows in the format of another tool")
    .argument("<name>", "an adapter's name; with --format, a file of rows")
    .requiredOption("--to <form>", `${FORMS.join(", ")}; with --format, the file to write`)
    .option("--format <format>", `of rows: ${FORMATS.join(", ")}`)
    .option("--out <folder>", "folder for the adapter (default: its name and form)")
    .option("--base <base>", "what the server calls the base; for merged, the folder where it lies now")
    .option(
      "--verify",
      "compare with what was trained, prompt by prompt (merged: always); small bases only, gguf and ollama by the llama engine",
    )
    .option("--force", "write over an earlier export")
    .addHelpText(
      "after",
      `
An adapter is exported to whoever is cleared for all that it was trained on (--as), and the folder says for whom it is; a
server elsewhere does not know it.
A document that was closed since its training closes it as far, and one that is gone closes it to everybody: train it anew then.
  gguf    the adapter for llama.cpp
  ollama  the adapter and its base as GGUF, and a Modelfile with template and ends of turns
  vllm    PEFT's layout and serve.sh; a running server takes it by POST /v1/load_lora_adapter
  merged  base and adapter added up, as a model of its own; never into a quantised base
\`chat\` is what OpenAI and most trainers read. Access lists of rows are lost in all formats but ours and tables.
${examples(
  "schoolbook school export house-style --to ollama --as group:support",
  "schoolbook school export house-style --to vllm --base Qwen/Qwen3-8B",
  "schoolbook school export rows.jsonl --format chat --to upload.jsonl",
)}`,
    )
    .action(
      session.action(FLAGS, async (context, { args: [name = ""], flags }) => {
        if (flags.format === undefined) await exportForm(context, name, flags);
        else await exportRows(context, { file: name, format: flags.format }, flags);
      }),
    );
}

async function exportForm(context: CommandContext, name: string, flags: Flags): Promise<void> {
  const { files, options, printer, signal, openOptions } = context;
  const form = FORMS.find((one) => one === flags.to);
  if (form === undefined) {
    throw new SchoolbookError("usage", `--to ${flags.to}: expected one of ${FORMS.join(", ")}.`, {
      hint: "To write rows into a file, say in which --format.",
    });
  }
  const { exportAdapter } = await import("../../app/school/export/export-adapter.ts");
  const { base, verify, force } = flags;
  const out = flags.out === undefined ? files.usual(`${name}-${form}`).path : files.writing(flags.out);
  const report = await exportAdapter(
    { name, form, out, as: options.as, verify, force, signal, ...(base && { base }) },
    openOptions,
  );
  printer.result(report, () => exportedAdapterLines(report, printer));
}

async function exportRows({ printer, files }: CommandContext, { file, format }: Rows, flags: Flags): Promise<void> {
  const misplaced = (["out", "base"] as const).find((flag) => flags[flag] !== undefined);
  if (misplaced !== undefined)
    throw new SchoolbookError("usage", `--${misplaced} is for adapters, and --format for rows.`);
  const { exportSet } = await import("../../app/school/import-set.ts");
  const { to, force } = flags;
  const report = exportSet({ from: files.reading(file), to: files.writing(to), format, force });
  const { green, yellow } = printer.palette;
  const losses = Map.groupBy(report.losses, ({ what, left }) => `${left ? "the row is left out: " : ""}${what}`);
  printer.result(report, () => [
    line`${green("✓")} ${plural(report.rows, "row")} written to ${report.to} as ${report.format}.`,
    ...(losses.size === 0 ? [] : [line`${yellow("!")} Not in it:`]),
    ...leftOutLines(
      [...losses].map(([what, rows]) => `${what} (${plural(rows.length, "row")}, first in line ${rows[0]?.line ?? 0})`),
    ),
  ]);
}
