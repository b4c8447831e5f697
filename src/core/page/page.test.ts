import { createHash } from "node:crypto";

import { describe, expect, test } from "vitest";

import { dataTable } from "./data-table.ts";
import { intervalPicture } from "./interval-picture.ts";
import { markup, joinHtml, trustedHtml } from "./markup.ts";
import { plainText } from "./plain-text.ts";
import { writeDocument } from "./write-document.ts";

describe("a template of HTML", () => {
  test("escapes every text, in elements and in attributes, and leaves markup of ours as it is", () => {
    const foreign = `"><script>alert(1)</script>&`;
    const escaped = "&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;&amp;";
    expect(markup`<p title="${foreign}">${foreign}</p>`.html).toBe(`<p title="${escaped}">${escaped}</p>`);
    expect(markup`<p>${markup`<b>${"<i>"}</b>`}${trustedHtml("<hr>")}</p>`.html).toBe("<p><b>&lt;i&gt;</b><hr></p>");
  });

  test("joins lists, writes numbers, and leaves out what is undefined or false", () => {
    expect(markup`${["a", markup`<b>b</b>`, undefined, false]}${0}`.html).toBe("a<b>b</b>0");
    expect(joinHtml(["<", markup`<b>b</b>`], ", ").html).toBe("&lt;, <b>b</b>");
  });
});

describe("foreign text", () => {
  test("loses what turns its direction or is not seen", () => {
    expect(plainText("safe\u202Egnp.exe\u2066 a\u200Bb\u{E0041}")).toBe("safegnp.exe ab");
  });

  test("shows control characters and broken surrogates instead of sending them", () => {
    expect(plainText("\u001b[2J\u0000\u007f\ud800\r\n\t")).toBe("␛[2J␀␡\ufffd\n\t");
  });

  test("keeps every script, its joiners and its marks, but no tower of marks", () => {
    for (const text of ["שָׁלוֹם", "नमस्ते", "می‌خواهم", "👩‍👩‍👧", "Zoë", "中文"]) expect(plainText(text)).toBe(text);
    expect(plainText(`a${"\u0301".repeat(50)}`)).toHaveLength(5);
  });
});

describe("a page", () => {
  const script = `"use strict";document.title="<1>"`;
  const page = writeDocument({ title: "<t>", body: markup`<p>x</p>`, script });

  test("may run its own script and nothing else, and fetch nothing", () => {
    const [, policy] = /Content-Security-Policy" content="([^"]*)"/u.exec(page) ?? [];
    const digest = createHash("sha256").update(script).digest("base64");
    expect(policy).toBe(
      `default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-${digest}'; base-uri 'none'; form-action 'none'`,
    );
    expect(page).toContain(`<script>${script}</script>`);
    expect(page).toContain("<title>&lt;t&gt;</title>");
  });

  test("without a script allows none", () => {
    expect(writeDocument({ title: "t", body: markup`` })).not.toMatch(/script/u);
  });

  test("names no address", () => {
    expect(page).not.toMatch(/https?:|url\(|@import|src=|href=/u);
  });
});

test("an interval is drawn within its axis, with zero where it lies, and said in words", () => {
  const { html: svg } = intervalPicture({ value: 0.2, low: -2, high: 0.5, from: -1, to: 1, label: `20 "points"` });
  expect(svg).toContain('aria-label="20 &quot;points&quot;"');
  expect(svg).toContain('<line class="zero" x1="80" x2="80"');
  expect(svg).toContain('<line class="reach" x1="6" x2="117"');
  expect(intervalPicture({ value: 1, low: 1, high: 1, from: 0, to: 0, label: "" }).html).not.toContain("NaN");
});

test("a table scrolls by itself, reachable with the keyboard, and its rows have names", () => {
  const table = dataTable({
    name: "Arms",
    note: "what <it> says",
    columns: [{ head: "arm" }, { head: "n", kind: "number" }],
    rows: [["A<0>", 3]],
  }).html;
  expect(table).toContain("what &lt;it&gt; says");
  expect(table).toContain('tabindex="0" role="group" aria-label="Arms"');
  expect(table).toContain('<th scope="row">A&lt;0&gt;</th><td class="n">3</td>');
});
