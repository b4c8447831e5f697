// The models in the user's cache, for people: name, size, age, and what is wrong with those that cannot be used.
import type { CacheListing } from "../../app/models/cache/list-cached-models.ts";
import type { Printer } from "../printer.ts";
import { bytes, plural, table } from "../terminal/layout.ts";
import { line, type Styled } from "../terminal/styled.ts";

export function pulledModelLines(
  pulled: readonly CacheListing[],
  folder: string,
  { palette }: Printer,
): readonly Styled[] {
  if (pulled.length === 0) return [];
  const { bold, dim, red, yellow } = palette;
  const total = pulled.reduce((sum, entry) => sum + (entry.kind === "whole" ? entry.model.bytes : 0), 0);
  const rows = pulled.map((entry) => {
    if (entry.kind === "damaged") return [line`  ${entry.folder}`, "", "", red(entry.reason)];
    const day = dim(entry.at.slice(0, 10));
    if (entry.kind === "partial") {
      const open = `${plural(entry.missing.length, "file")} missing; pull it again`;
      return [line`  ${bold(entry.name)}`, "", day, yellow(open)];
    }
    const { name, files, bytes: size } = entry.model;
    return [line`  ${bold(name)}`, bytes(size), day, dim(plural(files.length, "file"))];
  });
  return [line``, line`Pulled, ${bytes(total)} in ${dim(folder)}`, ...table(rows)];
}
