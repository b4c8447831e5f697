// A sync's report for people: one line per source, then what went wrong.
import { describeIdleRule } from "../../app/doctor/check-rules.ts";
import type { SyncReport } from "../../app/project/project.ts";
import type { ErrorCode } from "../../core/errors.ts";
import { failedLines } from "../print-error.ts";
import type { Printer } from "../printer.ts";
import { count, duration, plural, table } from "../terminal/layout.ts";
import { line, type Styled } from "../terminal/styled.ts";

type SourceReport = SyncReport["sources"][number];

export function syncLines(report: SyncReport, printer: Printer, dryRun: boolean): readonly Styled[] {
  const { bold, green, yellow } = printer.palette;
  if (report.sources.length === 0) return [line`${yellow("!")} No sources are configured: there is nothing to read.`];
  const rows = report.sources.map((source) => [bold(source.source), countsOf(source)]);
  const changed = report.sources.some(hasChanges);
  const failed = syncOutcome(report) !== undefined;
  const mark = failed ? yellow("!") : green("✓");
  const done = dryRun ? "Nothing was written (dry run)" : changed ? "The library is up to date" : "Nothing had changed";
  return [
    ...table(rows),
    line`${mark} ${failed && !dryRun ? "Done as far as possible" : done}, in ${duration(report.durationMs)}.`,
    ...vectorLines(report),
  ];
}

/** Once in a library's life: it was built before it was to have vectors. */
function vectorLines({ vectorsAdded }: SyncReport): readonly Styled[] {
  if (vectorsAdded === undefined) return [];
  return [line`  ${plural(vectorsAdded, "passage")} got vectors: searches find by meaning too from now on.`];
}

const COUNTED = [
  ["added", "added"],
  ["changed", "changed"],
  ["touched", "with new access or metadata"],
  ["deleted", "deleted"],
  ["unchanged", "unchanged"],
] as const;

function countsOf(source: SourceReport): string {
  const parts = COUNTED.filter(([field]) => source[field] > 0).map(
    ([field, words]) => `${count(source[field])} ${words}`,
  );
  const failed = source.failed.length > 0 ? [`${count(source.failed.length)} failed`] : [];
  const all = [...parts, ...failed];
  return all.length === 0 ? (source.error === undefined ? "no documents" : "could not be listed") : all.join(", ");
}

function hasChanges(source: SourceReport): boolean {
  return source.added + source.changed + source.touched + source.deleted > 0;
}

/** Warnings and failures go to stderr; the report with --json holds all of them. */
export function printSyncProblems(report: SyncReport, printer: Printer): void {
  const { red, yellow, cyan } = printer.notePalette;
  const total = (field: "unsaid" | "unclear"): number => report.sources.reduce((sum, source) => sum + source[field], 0);
  if (total("unsaid") > 0) {
    printer.note(
      line`${yellow("warning:")} nobody may read ${plural(total("unsaid"), "document")} of these, because nothing said who may.`,
    );
    printer.note(
      line`${cyan("→")} Give the source \`access\` rules in the configuration, or the documents an \`acl\` of their own (front matter, a meta tag, a column).`,
    );
  }
  if (total("unclear") > 0) {
    printer.note(
      line`${yellow("warning:")} nobody may read ${plural(total("unclear"), "document")} whose own \`acl\` cannot be read.`,
    );
  }
  const warnings = report.sources.flatMap((source) => source.warnings);
  for (const { uri, message } of warnings.slice(0, 10)) printer.note(line`${yellow("warning:")} ${uri}: ${message}`);
  if (warnings.length > 10)
    printer.note(line`  … and ${plural(warnings.length - 10, "more warning")}; --json lists all`);
  for (const { source, error } of report.sources) {
    if (error === undefined) continue;
    printer.complaint([
      line`${red("error:")} source ${source}: ${error.message}`,
      line`${cyan("→")} ${printer.advice(error.hint)}`,
    ]);
  }
  const failed = report.sources.flatMap((source) => source.failed);
  if (failed.length === 0) return;
  printer.complaint([
    line`${red("error:")} ${plural(failed.length, "document")} could not be read; the others went in.`,
    ...failedLines(
      failed.map((item) => ({ name: item.uri, reason: `${item.error.message}${KEPT[item.previous]}` })),
      printer,
    ),
  ]);
}

/** A rule with a slip in its pattern opens or closes nothing, and nobody notices. */
export function printIdleRules(report: SyncReport, printer: Printer): void {
  const { yellow } = printer.notePalette;
  for (const { source, idleRules } of report.sources) {
    for (const rule of idleRules) printer.note(line`${yellow("warning:")} ${describeIdleRule(source, rule)}.`);
  }
}

const KEPT = {
  kept: " (the version read before is kept)",
  hidden: " (hidden from everybody until it can be read: who may read it has changed or is not known)",
  none: "",
} as const;

/** Rows so broken that they have no key end a listing with an error after all others went in. */
function isReadInPart({ error, failed, unchanged, ...source }: SourceReport): boolean {
  return (
    error?.code === "input_invalid" &&
    failed.length > 0 &&
    (unchanged > 0 || source.added + source.changed + source.touched > 0)
  );
}

/** A source that could not be listed weighs more than single documents that could not be read. */
export function syncOutcome(report: SyncReport): ErrorCode | undefined {
  const broken = report.sources.find((source) => source.error !== undefined);
  if (broken?.error !== undefined) return isReadInPart(broken) ? "partial" : broken.error.code;
  return report.sources.some((source) => source.failed.length > 0) ? "partial" : undefined;
}
