import { expect, test } from "vitest";

import { plainLine } from "./plain-text.ts";

test.each([
  ["**Hold** the *button*, ~~not~~ the __lamp__.", "Hold the button, not the lamp."],
  ["See [the guide](https://x.example/a_(b)) and [this][1].", "See the guide and this."],
  ["![A lamp](lamp.png) is on", "A lamp is on"],
  ["- [x] Done with `a*b*c`", "Done with `a*b*c`"],
  ["3. Third step", "Third step"],
  ["> quoted\n> twice", "quoted twice"],
  ["2 * 3 * 4 and snake_case_name", "2 * 3 * 4 and snake_case_name"],
  ["a<br>b <!-- hidden --> c &amp; d", "a b c & d"],
  ["1 < 2 and 3 > 2", "1 < 2 and 3 > 2"],
  ["escaped \\* star[^1]", "escaped * star"],
])("shows %j as people read it", (markdown, plain) => {
  expect(plainLine(markdown)).toBe(plain);
});
