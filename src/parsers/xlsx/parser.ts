// Workbooks (XLSX): each visible sheet as a table under its name; hidden sheets, rows and columns are left out.
import { counted } from "../../core/counted.ts";
import type { ParsedDocument, ParseInput, Parser } from "../../spec/parser.ts";
import { createMarkdownWriter } from "../reading/markdown-writer.ts";
import type { MarkdownWriter } from "../reading/markdown-writer.ts";
import { mainPart, openOffice, related, targetOf } from "../reading/office-package.ts";
import type { OfficePackage } from "../reading/office-package.ts";
import { parseFailure } from "../reading/parse-failure.ts";
import { themePaper } from "../reading/theme-paper.ts";
import { attribute, child, eachElement, elements, readTree } from "../reading/xml-reader.ts";
import type { XmlElement, XmlSource } from "../reading/xml-reader.ts";
import { readLooks } from "./cell-looks.ts";
import { counts1904, readFormats } from "./number-formats.ts";
import { readSheet, sharedString } from "./read-sheet.ts";
import type { SharedString, Sheet, SheetContext } from "./read-sheet.ts";
import { writeSheet } from "./write-sheet.ts";

/** Reads .xlsx and its macro and template cousins. */
export const xlsxParser: Parser = {
  id: "xlsx@2",
  extensions: [".xlsx", ".xlsm", ".xltx"],
  mediaTypes: ["application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"],
  parse: parseXlsx,
};

type Found = { readonly name: string; readonly part: string };

function parseXlsx(input: ParseInput): ParsedDocument {
  const opened = openOffice(input, { product: "Excel", main: "xl/workbook.xml" });
  if (opened.main.endsWith(".bin"))
    throw parseFailure(input.fileName, "it is a binary workbook (XLSB); save it as .xlsx");
  const workbook = readTree(mainPart(opened, input.fileName, "Excel"), "workbook");
  const { sheets, hidden } = findSheets(opened, workbook);
  const writer = createMarkdownWriter(input);
  const context = readContext(opened, { workbook, maxChars: input.limits.maxChars });
  const warnings = hidden === 0 ? [] : [`Hidden sheets were left out: ${hidden}.`];
  for (const sheet of sheets) {
    const source = opened.part(sheet.part);
    if (source === undefined) warnings.push(`Sheet "${sheet.name}" is named and not in the file.`);
    else warnings.push(...sheetWarnings(sheet.name, addSheet(readSheet(source, context), sheet.name, writer)));
  }
  const written = writer.finish();
  return {
    text: written.text,
    format: "markdown",
    ...(opened.title === undefined ? {} : { title: opened.title }),
    landmarks: written.landmarks,
    metadata: { ...opened.metadata, sheets: sheets.map((sheet) => sheet.name) },
    warnings: [...warnings, ...written.warnings],
  };
}

function findSheets(opened: OfficePackage, workbook: XmlElement): { sheets: Found[]; hidden: number } {
  const relations = opened.relations(opened.main);
  const sheets: Found[] = [];
  let hidden = 0;
  for (const element of elements(child(workbook, "sheets"), "sheet")) {
    const relation = related(relations, element);
    if (relation?.kind === "chartsheet" || relation?.kind === "dialogsheet") continue;
    if ((attribute(element, "state") ?? "visible") !== "visible") hidden += 1;
    else sheets.push({ name: attribute(element, "name") ?? "Sheet", part: relation?.target ?? "" });
  }
  return { sheets, hidden };
}

function readContext(
  opened: OfficePackage,
  { workbook, maxChars }: { workbook: XmlElement; maxChars: number },
): SheetContext {
  const relations = opened.relations(opened.main);
  const part = (kind: string) => opened.part(targetOf(relations, kind) ?? `xl/${kind}.xml`);
  return {
    strings: readStrings(part("sharedStrings")),
    formats: readFormats(part("styles"), counts1904(workbook)),
    looks: readLooks(part("styles"), themePaper(part("theme") ?? opened.part("xl/theme/theme1.xml"))),
    maxChars,
  };
}

function readStrings(source: XmlSource | undefined): SharedString[] {
  const strings: SharedString[] = [];
  if (source !== undefined) eachElement(source, new Set(["si"]), (element) => strings.push(sharedString(element)));
  return strings;
}

function addSheet(sheet: Sheet, name: string, writer: MarkdownWriter): Sheet {
  if (sheet.rows.length === 0) return sheet;
  writer.landmark(`sheet ${name}`);
  writer.heading(2, name);
  writeSheet(sheet.rows, writer);
  return sheet;
}

function sheetWarnings(name: string, sheet: Sheet): string[] {
  const counts: readonly (readonly [number, string, string?])[] = [
    [sheet.hiddenRows, "hidden row"],
    [sheet.hiddenColumns, "hidden column"],
    [sheet.hiddenCells, "cell whose format hides it", "cells whose format hides them"],
    [sheet.unseenCells, "cell in the colour of its ground", "cells in the colour of their ground"],
  ];
  const removed = counts.filter(([count]) => count > 0).map(([count, one, many]) => counted(count, one, many));
  const warnings = removed.length === 0 ? [] : [`Sheet "${name}": left out ${removed.join(", ")}.`];
  if (sheet.isCut) warnings.push(`Sheet "${name}" is too long; its last rows were left out.`);
  return warnings;
}
