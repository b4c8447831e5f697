// Where output goes: results to stdout, everything about the work to stderr; one JSON document instead with --json.
import type { ErrorReport } from "../core/errors.ts";
import type { Principals } from "../spec/access.ts";
import type { CommandLineIo, Output } from "./io.ts";
import { typable } from "./shown-program.ts";
import { createPalette, type Palette } from "./terminal/palette.ts";
import { block, type Styled, visibleWidth } from "./terminal/styled.ts";
import { createWordWrapper } from "./terminal/word-wrapper.ts";

export type PrinterOptions = {
  /** The folder that `--project` named. */
  readonly project: string | undefined;
  /** Whom `--as` named. */
  readonly typedAs?: Principals;
  readonly json: boolean;
  readonly quiet: boolean;
  readonly color: boolean;
};

export type Printer = PrinterOptions & {
  /** Colours for what goes to stdout. */
  readonly palette: Palette;
  /** Colours for what goes to stderr. */
  readonly notePalette: Palette;
  /** Width of the terminal behind stdout. */
  readonly columns: number;
  /** Advice as it can be typed: its commands are written as `schoolbook …`. */
  readonly advice: (text: string) => string;
  /** The command's result: the data with --json, the lines otherwise. */
  result(data: unknown, human: () => readonly Styled[]): void;
  /** Lines around results, such as headings; left out with --json. */
  lines(lines: readonly Styled[]): void;
  /** One of many results: a line of JSON each with --json. */
  item(data: unknown, human: () => readonly Styled[]): void;
  /** Part of a result that grows before the reader's eyes, wrapped on a terminal; left out with --json. */
  stream(text: string): void;
  /** Something to know about the work; left out with --json and --quiet. */
  note(text: Styled): void;
  /** What went wrong, for people; left out with --json. */
  complaint(lines: readonly Styled[]): void;
  /** What went wrong, for programs; only with --json. */
  errorReport(report: ErrorReport): void;
};

/** A terminal would break a long line in the middle of a word. */
function wrapLine({ styled }: Styled, { isTTY, columns }: Output): string {
  if (!isTTY || visibleWidth({ styled }) <= columns) return styled;
  const wrapper = createWordWrapper(columns);
  return wrapper.feed(styled) + wrapper.end();
}

export function createPrinter(io: CommandLineIo, options: PrinterOptions): Printer {
  const { json, quiet, project } = options;
  const advice = (text: string): string => typable(text, io, { project, as: options.typedAs ?? [] });
  const writeLines = (output: Output, lines: readonly Styled[]): void => {
    if (lines.length > 0) output.write(`${lines.map((one) => wrapLine(one, output)).join("\n")}\n`);
  };
  const wrapper = io.stdout.isTTY ? createWordWrapper(Math.min(io.stdout.columns, 120)) : undefined;
  return {
    ...options,
    palette: createPalette({ colors: options.color && io.stdout.isTTY, links: io.stdout.isTTY }),
    notePalette: createPalette({ colors: options.color && io.stderr.isTTY, links: io.stderr.isTTY }),
    columns: io.stdout.columns,
    advice,
    result: (data, human) => {
      if (json) io.stdout.write(`${JSON.stringify(data, undefined, 2)}\n`);
      else writeLines(io.stdout, human());
    },
    lines: (lines) => {
      if (!json) writeLines(io.stdout, lines);
    },
    item: (data, human) => {
      if (json) io.stdout.write(`${JSON.stringify(data)}\n`);
      else writeLines(io.stdout, human());
    },
    stream: (text) => {
      if (!json) io.stdout.write(wrapper === undefined ? block(text).styled : wrapper.feed(block(text).styled));
    },
    note: (text) => {
      if (!json && !quiet) writeLines(io.stderr, [text]);
    },
    complaint: (lines) => {
      if (!json) writeLines(io.stderr, lines);
    },
    errorReport: (report) => {
      if (json) io.stderr.write(`${JSON.stringify({ error: { ...report, hint: advice(report.hint) } })}\n`);
    },
  };
}
