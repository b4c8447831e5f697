// What a file holds that its rows do not, line by line, up to a number that can be read.
import { plural } from "../terminal/layout.ts";
import { line, type Styled } from "../terminal/styled.ts";

const MOST = 20;

export function leftOutLines(texts: readonly string[]): readonly Styled[] {
  const more = texts.length - MOST;
  return [
    ...texts.slice(0, MOST).map((text) => line`  ${text}`),
    ...(more > 0 ? [line`  … and ${plural(more, "more line")}; --json lists all of them`] : []),
  ];
}
