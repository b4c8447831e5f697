// Shows numbers as the sheet shows them: dates, percentages, decimals, units; independent of anyone's country.
import { attribute, child, eachElement, elements } from "../reading/xml-reader.ts";
import type { XmlSource } from "../reading/xml-reader.ts";

export type NumberFormat = (value: number) => string;

export type Formats = {
  /** The format of a cell style; general when there is none. */
  of(style: string | undefined): NumberFormat;
};

const DATE = "yyyy-mm-dd";
const TIME = "hh:mm:ss";
const BUILT_IN: Readonly<Record<number, string>> = {
  1: "0",
  2: "0.00",
  3: "#,##0",
  4: "#,##0.00",
  9: "0%",
  10: "0.00%",
  18: TIME,
  19: TIME,
  20: TIME,
  21: TIME,
  22: `${DATE} ${TIME}`,
  37: "#,##0",
  38: "#,##0",
  39: "#,##0.00",
  40: "#,##0.00",
  45: TIME,
  46: "[h]:mm:ss",
  47: TIME,
};

const MILLISECONDS_PER_DAY = 86_400_000;
/** The day before 1 January 1900 is day 0; from March 1900 on one more, for a leap day that never was. */
const START_1900 = Date.UTC(1899, 11, 30);
const START_1904 = Date.UTC(1904, 0, 1);
const LAST_DAY = 2_958_465;
const LONGEST_CODE = 255;

/** Reads styles.xml. */
export function readFormats(source: XmlSource | undefined, uses1904: boolean): Formats {
  const codes = new Map<string, string>();
  const styles: string[] = [];
  if (source !== undefined) {
    eachElement(source, new Set(["numFmt", "cellXfs"]), (element) => {
      if (element.name === "numFmt")
        codes.set(attribute(element, "numFmtId") ?? "", attribute(element, "formatCode") ?? "");
      else for (const style of elements(element, "xf")) styles.push(attribute(style, "numFmtId") ?? "0");
    });
  }
  const known = new Map<string, NumberFormat>();
  return {
    of(style) {
      const id = styles[Number(style ?? 0)] ?? "0";
      const format = known.get(id) ?? formatOf(codes.get(id) ?? builtIn(Number(id)), uses1904);
      known.set(id, format);
      return format;
    },
  };
}

function builtIn(id: number): string {
  const isDate = (id >= 14 && id <= 17) || (id >= 27 && id <= 36) || (id >= 50 && id <= 58);
  return isDate ? DATE : (BUILT_IN[id] ?? "General");
}

/** What a format code does to a number. */
export function formatOf(code: string, uses1904 = false): NumberFormat {
  const sections = code.slice(0, LONGEST_CODE).split(/;(?=(?:[^"]*"[^"]*")*[^"]*$)/);
  const first = sections[0] ?? "";
  if (sections.length >= 3 && sections.every((section) => section.trim() === "")) return () => "";
  const bare = first.replace(/"[^"]*"|\\.|_.|\*./g, "");
  const elapsed = /\[(?:h+|m+|s+)\]/i.test(bare);
  const symbols = bare.replace(/\[[^\]]*\]/g, "").toLowerCase();
  if (elapsed) return (value) => duration(value);
  if (!symbols.includes("general") && /[ymdhs]/.test(symbols)) {
    const time = /[hs]/.test(symbols);
    const parts = { date: !time || /[yd]/.test(symbols), time };
    return (value) => dateText(value, uses1904, parts);
  }
  return numeric(first);
}

function numeric(section: string): NumberFormat {
  const code = section.replace(/\[\$([^\]-]*)[^\]]*\]/g, '"$1"').replace(/\[[^\]]*\]|_.|\*./g, "");
  const pattern = /[0#?][0#?,]*(?:\.[0#?]*)?|\.[0#?]+/.exec(
    code.replace(/"[^"]*"|\\./g, (text) => "\u0001".repeat(text.length)),
  );
  if (pattern === null || /E[+-]|\/[?#\d]|,(?![0#?])/.test(code.slice(pattern.index))) return generalNumber;
  const digits = pattern[0];
  const decimals = digits.includes(".") ? digits.length - digits.indexOf(".") - 1 : 0;
  const required = digits.slice(digits.indexOf(".") + 1).replace(/[^0]/g, "").length;
  const width = (digits.split(".")[0] ?? "").replace(/[^0]/g, "").length;
  const before = literal(code.slice(0, pattern.index));
  const after = literal(code.slice(pattern.index + digits.length));
  const percent = after.includes("%") || before.includes("%");
  return (value) => {
    const scaled = Math.abs(percent ? value * 100 : value);
    if (!(scaled < 1e15)) return generalNumber(value);
    const [whole = "0", fraction = ""] = rounded(scaled, Math.min(decimals, 15)).split(".");
    const kept = trimDecimals(fraction, digits.includes(".") ? required : 0);
    const number = `${whole.padStart(width, "0")}${kept === "" ? "" : `.${kept}`}`;
    return `${value < 0 && Number(number) !== 0 ? "-" : ""}${before}${number}${after}`;
  };
}

/** Rounds what stands there in decimal digits, so that 1.005 becomes 1.01 as in the sheet. */
function rounded(value: number, decimals: number): string {
  const shifted = Number(`${Number(value.toPrecision(15))}e${decimals}`);
  return (Number.isFinite(shifted) ? Number(`${Math.round(shifted)}e-${decimals}`) : value).toFixed(decimals);
}

function trimDecimals(fraction: string, required: number): string {
  let end = fraction.length;
  while (end > required && fraction[end - 1] === "0") end -= 1;
  return fraction.slice(0, end);
}

function literal(code: string): string {
  return code.replace(/"([^"]*)"|\\(.)|[?#]/g, "$1$2").replace(/^[(+-]+|[)]+$/g, "");
}

/** A number without a format: at most fifteen digits, as sheets compute. */
export function generalNumber(value: number): string {
  return String(Number(value.toPrecision(15)));
}

function dateText(value: number, uses1904: boolean, parts: { readonly date: boolean; readonly time: boolean }): string {
  if (!(value >= 0 && value <= LAST_DAY + 1)) return generalNumber(value);
  const days = !uses1904 && value >= 1 && value < 60 ? value + 1 : value;
  const start = uses1904 ? START_1904 : START_1900;
  const iso = new Date(start + Math.round((days * MILLISECONDS_PER_DAY) / 1000) * 1000).toISOString();
  const clock = iso.slice(11, 19);
  const time = clock.endsWith(":00") ? clock.slice(0, 5) : clock;
  if (!parts.date) return time;
  return parts.time && clock !== "00:00:00" ? `${iso.slice(0, 10)} ${time}` : iso.slice(0, 10);
}

function duration(value: number): string {
  if (!(Math.abs(value) < 1e7)) return generalNumber(value);
  const seconds = Math.round(Math.abs(value) * 86_400);
  const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const two = (part: number): string => String(part).padStart(2, "0");
  return `${value < 0 ? "-" : ""}${hours}:${two(minutes)}${rest === 0 ? "" : `:${two(rest)}`}`;
}

/** Whether a workbook counts its days from 1904. */
export function counts1904(workbook: Parameters<typeof child>[0]): boolean {
  return ["1", "true"].includes(attribute(child(workbook, "workbookPr"), "date1904") ?? "0");
}
