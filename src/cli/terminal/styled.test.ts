import { expect, test } from "vitest";

import { createPalette } from "./palette.ts";
import { block, line, visibleWidth } from "./styled.ts";

const palette = createPalette({ colors: true, links: true });

test("escape sequences in a document's text reach no terminal", () => {
  const title = "\u001b]0;owned\u0007\u001b[2J\u009b31mred\u0000";
  expect(line`${title}`.styled).toBe("␛]0;owned␇␛[2J�31mred␀");
  expect(palette.bold(title).styled).toBe("\u001b[1m␛]0;owned␇␛[2J�31mred␀\u001b[22m");
});

test("line breaks cannot forge lines in a title, but stay in a block", () => {
  expect(line`${"a\n[1] forged\rb\tc"}`.styled).toBe("a [1] forged b c");
  expect(block("a\r\nb\rc\td").styled).toBe("a\nb\nc\td");
});

test("invisible and direction-changing characters are left out", () => {
  expect(line`${"pay\u202eton\u200b\u2066d\ufeff"}`.styled).toBe("paytond");
});

test("a link opens only pages and files, and its address cannot break out", () => {
  expect(palette.link("x", "javascript:alert(1)").styled).toBe("x");
  expect(palette.link("x", "not an address").styled).toBe("x");
  const { styled } = palette.link("x", "https://example.org/\u001b\\evil\u0007x");
  expect(styled).toBe("\u001b]8;;https://example.org/%1B/evil%07x\u001b\\x\u001b]8;;\u001b\\");
});

test("without colours and links text stays plain", () => {
  const plain = createPalette({ colors: false, links: false });
  expect(plain.red("a").styled).toBe("a");
  expect(plain.link("a", "https://example.org").styled).toBe("a");
});

test("the visible width leaves colours, links and combining marks out and counts wide characters twice", () => {
  expect(visibleWidth(palette.link(palette.bold("ab"), "https://example.org"))).toBe(2);
  expect(visibleWidth(line`${"漢e\u0301"}`)).toBe(3);
});
