// Other ways in which a value may rightly be written: units, currencies, dates, articles.
const MONTHS = "january february march april may june july august september october november december".split(" ");

const CURRENCIES: readonly (readonly string[])[] = [
  ["€", "EUR", "euros", "euro"],
  ["$", "USD", "dollars", "dollar"],
  ["£", "GBP"],
  ["francs", "CHF", "franc"],
];

const UNITS: readonly (readonly string[])[] = [
  ["percent", "%", "per cent"],
  ["kg", "kilograms", "kilogram"],
  ["GB", "gigabytes"],
  ["MB", "megabytes"],
  ["TB", "terabytes"],
  ["mm", "millimetres"],
  ["cm", "centimetres"],
  ["metres", "m", "meters"],
  ["litres", "l", "liters"],
  ["°C", "degrees", "degrees Celsius"],
  ["months", "month"],
  ["days", "day"],
  ["weeks", "week"],
  ["hours", "hour"],
  ["years", "year"],
  ["minutes", "minute"],
];

/** The value as it is written first, then every other accepted spelling. */
export function spellings(value: string): readonly string[] {
  const all = [value, ...moneySpellings(value), ...unitSpellings(value), ...dateSpellings(value)];
  const bare = value.replace(/^(?:the|a|an) /u, "");
  const ungrouped = all.flatMap((text) => {
    const plain = text.replaceAll(/(\d),(\d{3})/gu, "$1$2");
    return plain === text ? [] : [plain];
  });
  return [...new Set([...all, bare, ...ungrouped])];
}

function moneySpellings(value: string): string[] {
  for (const [sign = "", iso = "", ...words] of CURRENCIES) {
    const figure = amountBefore(value, [iso, ...words, sign]) ?? amountAfter(value, sign);
    if (figure === undefined) continue;
    const before = sign.length === 1 ? [`${sign}${figure}`] : [];
    return [...before, ...[sign, iso, ...words].map((unit) => `${figure} ${unit}`), `${iso} ${figure}`];
  }
  return [];
}

function amountBefore(value: string, units: readonly string[]): string | undefined {
  const unit = units.find((each) => value.endsWith(` ${each}`));
  const figure = unit === undefined ? "" : value.slice(0, -unit.length - 1);
  return /^[\d.,]+$/u.test(figure) ? figure : undefined;
}

function amountAfter(value: string, sign: string): string | undefined {
  return value.startsWith(sign) && /^[\d.,]+$/u.test(value.slice(sign.length)) ? value.slice(sign.length) : undefined;
}

function unitSpellings(value: string): string[] {
  const [, figure = "", unit = ""] = /^([\d.,]+) ?(\D+)$/u.exec(value) ?? [];
  const family = UNITS.find((units) => units.includes(unit));
  return family === undefined ? [] : family.flatMap((other) => [`${figure} ${other}`, `${figure}${other}`]);
}

function dateSpellings(value: string): string[] {
  const parts = dateParts(value);
  if (parts === undefined) return [];
  const { year, month, day } = parts;
  const name = MONTHS[month - 1] ?? "";
  const long = name.charAt(0).toUpperCase() + name.slice(1);
  const two = (number: number): string => String(number).padStart(2, "0");
  return [
    `${year}-${two(month)}-${two(day)}`,
    `${day} ${long} ${year}`,
    `${long} ${day}, ${year}`,
    `${long} ${day} ${year}`,
    `${two(day)} ${long} ${year}`,
  ];
}

function dateParts(value: string): { year: number; month: number; day: number } | undefined {
  const iso = /^(\d{4})-(\d{2})-(\d{2})$/u.exec(value);
  if (iso !== null) return { year: Number(iso[1]), month: Number(iso[2]), day: Number(iso[3]) };
  const words = /^(?:(\d{1,2}) ([A-Z][a-z]+)|([A-Z][a-z]+) (\d{1,2}),) (\d{4})$/u.exec(value);
  if (words === null) return undefined;
  const month = MONTHS.indexOf((words[2] ?? words[3] ?? "").toLowerCase()) + 1;
  return month === 0 ? undefined : { year: Number(words[5]), month, day: Number(words[1] ?? words[4]) };
}
