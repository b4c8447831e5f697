// `schoolbook models pull`: fetches models into the user's cache.
import type { Command } from "commander";
import { z } from "zod";

import type { PulledModel, PullOptions } from "../../app/models/pull-model.ts";
import { FILE_PATTERN } from "../../app/models/pull/choose-files.ts";
import type { PullPlan } from "../../app/models/pull/plan-pull.ts";
import { SchoolbookError } from "../../core/errors.ts";
import { type CommandContext, describeHolder } from "../command-context.ts";
import { examples } from "../flags.ts";
import { collect } from "../global-options.ts";
import type { Printer } from "../printer.ts";
import type { Session } from "../session.ts";
import { bytes, duration, plural, table } from "../terminal/layout.ts";
import type { ProgressDisplay } from "../terminal/progress-display.ts";
import { line, type Styled } from "../terminal/styled.ts";

const FLAGS = z.strictObject({
  yes: z.boolean().default(false),
  include: z.array(FILE_PATTERN).default([]),
  exclude: z.array(FILE_PATTERN).default([]),
  verify: z.boolean().default(false),
});

type Flags = z.output<typeof FLAGS>;

const FORMS = `
What to pull:
  hf:org/name:file.gguf        a file of the hub; of a split model, all its parts
  hf:org/name:Q4_K_M           the GGUF file of that quantisation
  hf:org/name                  what the repository's kind of model needs
  hf:org/name@revision:file    as of a branch, tag or commit
  https://…                    any file
  …#sha256=<64 hex digits>     refused unless it has this hash
`;

export function addModelsPull(parent: Command, session: Session): void {
  parent
    .command("pull")
    .description("Fetch models, or go on where a pull ended")
    .argument("<model...>", "what to pull")
    .option("-y, --yes", "do not ask before fetching something large")
    .option("--include <pattern>", "files of the repository to fetch; repeatable", collect)
    .option("--exclude <pattern>", "files of the repository to leave out; repeatable", collect)
    .option("--verify", "hash what is here already, and fetch anew what is damaged")
    .addHelpText(
      "after",
      `${FORMS}\nHF_TOKEN opens gated and private repositories; HF_ENDPOINT names a mirror; SCHOOLBOOK_HOME says where models are kept.\n${examples(
        "schoolbook models pull hf:Qwen/Qwen3-0.6B-GGUF:Q8_0",
        "schoolbook models pull https://example.org/model.gguf#sha256=…",
        "schoolbook models pull hf:Qwen/Qwen3-0.6B --yes --json",
      )}`,
    )
    .action(session.action(FLAGS, async (context, { args, flags }) => pullAll(context, args, flags)));
}

async function pullAll(context: CommandContext, references: readonly string[], flags: Flags): Promise<void> {
  const { printer, io, options, openOptions, signal } = context;
  const { pullModel } = await import("../../app/models/pull-model.ts");
  const { downloadSettings } = await import("../../app/models/download-settings.ts");
  const { hub, askAboveBytes } = await downloadSettings(openOptions, io.env);
  if (options.offline) await requireAll(references, io.env);
  const pulled: PulledModel[] = [];
  for (const reference of references) {
    using display = context.progress();
    const pull: PullOptions = {
      runtime: io.runtime,
      hub,
      signal,
      offline: options.offline,
      verify: flags.verify,
      choice: flags,
      confirm: async (plan) => agree(plan, { context, display, flags, askAboveBytes }),
      ...reports(context, display),
    };
    pulled.push(await pullModel(reference, pull));
  }
  printer.result({ models: pulled }, () => pulled.flatMap((model) => pulledLines(model, printer)));
}

/** Names everything that is missing, not only the first. */
async function requireAll(references: readonly string[], env: CommandContext["io"]["env"]): Promise<void> {
  const { requireCachedModels } = await import("../../app/models/cache/find-cached-model.ts");
  const { modelsFolder } = await import("../../app/models/cache/model-folder.ts");
  requireCachedModels(references, modelsFolder(env));
}

function reports(
  { printer }: CommandContext,
  display: ProgressDisplay,
): Pick<PullOptions, "onProgress" | "onRetry" | "onWait"> {
  const note = (text: Styled): void => {
    display.clear();
    printer.note(text);
  };
  return {
    onProgress: display.show,
    onRetry: ({ reason, pauseMs }) =>
      note(line`${reason} Trying again${pauseMs < 1000 ? "" : ` in ${duration(pauseMs)}`} …`),
    onWait: (holder) => note(line`Waiting for ${describeHolder(holder)} …`),
  };
}

type Agreement = {
  readonly context: CommandContext;
  readonly display: ProgressDisplay;
  readonly flags: Flags;
  readonly askAboveBytes: number;
};

/** Shows what would be fetched; asks when it is large. */
async function agree(plan: PullPlan, { context, display, flags, askAboveBytes }: Agreement): Promise<boolean> {
  const { io, printer, signal } = context;
  const { bytesToFetch } = await import("../../app/models/pull-model.ts");
  const total = bytesToFetch(plan);
  display.clear();
  for (const text of planLines(plan, total, printer)) printer.note(text);
  const isUnknown = plan.files.some(({ size, isHere }) => size === undefined && !isHere);
  if (flags.yes || (total <= askAboveBytes && !isUnknown)) return true;
  const amount = isUnknown ? "an unknown amount" : bytes(total);
  if (io.ask === undefined || printer.json) {
    throw new SchoolbookError("usage", `${plan.reference.name}: ${amount} would be fetched, and nobody can be asked.`, {
      hint: isUnknown ? "Say --yes." : "Say --yes, or raise downloads.askAboveMb.",
      details: { bytes: total },
    });
  }
  const reply = await io.ask(`Fetch ${amount}? [y/N] `, signal);
  return /^y(?:es)?$/iu.test(reply.trim());
}

function planLines({ reference, files, source }: PullPlan, total: number, { notePalette }: Printer): readonly Styled[] {
  const { bold, dim } = notePalette;
  const open = files.filter(({ isHere }) => !isHere);
  const at = source.kind === "hub" ? dim(` at ${source.commit.slice(0, 12)}`) : "";
  const unknown = open.some(({ size }) => size === undefined) ? ", some of unknown size" : "";
  const rows = open.slice(0, 20).map(({ path, size }) => [`  ${path}`, size === undefined ? "" : bytes(size)]);
  return [
    line`${bold(reference.name)}${at}: ${plural(open.length, "file")}, ${bytes(total)} to fetch${unknown}`,
    ...table(rows, ["left", "right"]),
    ...(open.length > 20 ? [line`  … and ${open.length - 20} more`] : []),
  ];
}

function pulledLines(model: PulledModel, { palette }: Printer): readonly Styled[] {
  const { green, dim } = palette;
  const what = model.fetched.length === 0 ? "is here already" : `pulled, ${plural(model.fetched.length, "file")}`;
  const hash = model.files.length === 1 ? dim(`  sha256 ${model.files[0]?.sha256 ?? ""}`) : "";
  return [line`${green("✓")} ${model.name} ${what} (${bytes(model.bytes)})`, line`  ${model.main}${hash}`];
}
