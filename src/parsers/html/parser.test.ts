import { expect, test } from "vitest";

import type { ParsedDocument } from "../../spec/parser.ts";
import { DEFAULT_LIMITS } from "../reading/default-limits.ts";
import { htmlParser } from "./parser.ts";

const prose = "The archive keeps every record for seven years after the contract has ended. ".repeat(4).trim();

async function parse(html: string | Uint8Array): Promise<ParsedDocument> {
  return htmlParser.parse({ bytes: Buffer.from(html), fileName: "page.html", limits: DEFAULT_LIMITS });
}

async function textOf(html: string): Promise<string> {
  return (await parse(html)).text;
}

test("blocks become Markdown: headings, paragraphs, lists, quotes, tables, code", async () => {
  const page = `<h1>Title <a class="headerlink" href="#t">\u00b6</a></h1><h2><a href="#s">\u00a7</a>Section</h2>
    <p>Some <b>bold</b> words, a <a href="https://example.org">link</a> &amp; <code>x &lt; y</code>.<br>Next line</p>
    <ul><li>one<ul><li>inner</ul><li>two</ul>
    <ol start="3"><li>three<li>four</ol>
    <blockquote><p>quoted</p></blockquote>
    <table><caption>Prices</caption><tr><th>Part<th>Price<tr><td>a|b<td>9</table>
    <pre><code class="language-js">if (a) {
  b();
}</code></pre><dl><dt>Term<dd>Meaning</dl>`;
  expect((await textOf(page)).split("\n\n")).toEqual([
    "# Title",
    "## Section",
    "Some bold words, a link & `x < y`.\nNext line",
    "- one\n  - inner\n- two\n3. three\n4. four",
    "> quoted",
    "Prices",
    "| Part | Price |\n| --- | --- |\n| a\\|b | 9 |",
    "```js\nif (a) {\n  b();\n}\n```",
    "Term",
    "- Meaning\n",
  ]);
});

test("menus, side bars, footers, cookie banners and lists of links are left out", async () => {
  const links = Array.from({ length: 12 }, (_, index) => `<li><a href="/${index}">Another page ${index}</a>`).join("");
  const page = `<body><header><a href="/">Site name</a></header><nav>${links}</nav><div id="cookie-consent">We use cookies</div>
    <div class="content"><h1>Records</h1><p>${prose}</p></div><aside>Related</aside><ul>${links}</ul>
    <form><button>Send</button><select><option>One</select></form><footer>Imprint</footer></body>`;
  expect(await textOf(page)).toBe(`# Records\n\n${prose}\n`);
});

test("the page's own main element is the content, lists of links included", async () => {
  const page = `<div>Chrome ${prose}</div><main><h1>See</h1><p>${prose}</p><ul><li><a href=a>First</a><li><a href=b>Second</a><li><a href=c>Third</a><li><a href=d>Fourth</a></ul></main>`;
  expect(await textOf(page)).toBe(`# See\n\n${prose}\n\n- First\n- Second\n- Third\n- Fourth\n`);
});

test.each([
  ["display: none", '<p style="display: none">planted</p>'],
  ["display:none !important", '<p style="color:red;DISPLAY:NONE!important">planted</p>'],
  ["a comment inside the style", '<p style="display:/**/none">planted</p>'],
  ["visibility", '<p style="visibility:hidden">planted</p>'],
  ["opacity", '<p style="opacity:0.0">planted</p>'],
  ["no font size", '<p style="font-size:0px">planted</p>'],
  ["a font of one pixel", '<p style="font-size:1px">planted</p>'],
  ["a place off the screen", '<p style="position:absolute; left:-9999px">planted</p>'],
  ["an indent off the screen", '<p style="text-indent:-100em">planted</p>'],
  ["clipping", '<p style="position:absolute;clip:rect(0 0 0 0)">planted</p>'],
  ["a box without size", '<div style="height:0;overflow:hidden">planted</div>'],
  ["white on white", '<p style="color:#FFF; background-color: white">planted</p>'],
  ["transparent letters", '<p style="color:transparent">planted</p>'],
  ["the hidden attribute", "<p hidden>planted</p>"],
  ["aria-hidden", '<p aria-hidden="true">planted</p>'],
  ["a class that the page hides", "<style>.x{display:none}</style><p class='a x'>planted</p>"],
  ["an id that the page hides", "<style>p { margin: 0 } div#x, b { left:-9999px }</style><div id=x>planted</div>"],
  ["a comment", "<!-- planted -->"],
  ["a conditional comment", "<!--[if IE]>planted<![endif]-->"],
  ["a template", "<template>planted</template>"],
  ["a script", "<script>'planted'</script>"],
  ["a noscript", "<noscript>planted</noscript>"],
  ["a closed dialog", "<dialog>planted</dialog>"],
  ["an image's description", '<img alt="planted" src="https://example.org/x.png">'],
  ["tag characters", "<p>a\u{e0070}\u{e006c}</p>"],
])("text hidden by %s is not in the document", async (_name, planted) => {
  const { text } = await parse(`<div>Before ${planted}<p>After</p></div>`);
  expect(text).not.toMatch(/planted|[\u{e0000}-\u{e007f}]/u);
  expect(text).toContain("Before");
  expect(text).toContain("After");
});

test("hidden text that was removed is counted in a warning; comments and scripts are not", async () => {
  const { warnings } = await parse(`<p>Seen<!-- c --><script>s()</script><span hidden>${"x".repeat(100)}</span></p>`);
  expect(warnings).toEqual(["100 characters of hidden text were removed."]);
});

test("what is inside a hidden element stays hidden, whatever is nested or left open", async () => {
  expect(await textOf("<div hidden><p>a<div>b</div><b>c</div>seen")).toBe("seen\n");
  expect(await textOf("seen<div hidden>never closed <p>more")).toBe("seen\n");
});

test("a table that lays out the page is read as blocks", async () => {
  const page = `<table><tr><td><h2>Left</h2><p>words</p></td><td><table><tr><th>a<th>b<tr><td>1<td>2</table></td></tr></table>`;
  expect(await textOf(page)).toBe("## Left\n\nwords\n\n| a | b |\n| --- | --- |\n| 1 | 2 |\n");
});

test("title and metadata come from the head", async () => {
  const page = `<head><title>Guide | Site</title><meta name=description content="About"><meta property="article:published_time" content="2026-01-02"></head><p>Words`;
  expect(await parse(page)).toMatchObject({
    title: "Guide | Site",
    metadata: { description: "About", date: "2026-01-02" },
  });
});

test("the charset that the page declares is used when it is not UTF-8", async () => {
  const page = Buffer.concat([
    Buffer.from('<meta charset="iso-8859-2"><p>'),
    Buffer.from([0xb1, 0xe6]),
    Buffer.from("</p>"),
  ]);
  expect((await parse(page)).text).toBe("\u0105\u0107\n");
});

test.each([
  ["elements nested 100,000 deep", "<div>".repeat(100_000) + "words"],
  ["lists nested 10,000 deep", "<ul><li>x".repeat(10_000)],
  ["tables nested 10,000 deep", "<table><tr><td>x".repeat(10_000)],
  ["quotes nested 10,000 deep", "<blockquote>x".repeat(10_000)],
  ["a hundred thousand closings that open nothing", `${"<i>".repeat(50_000)}${"</b>".repeat(100_000)}words`],
  ["an opening that never ends", `words<a ${"b=c ".repeat(200_000)}`],
  ["a hundred thousand entities", "words &amp;".repeat(100_000)],
  ["attributes without end", `<p ${Array.from({ length: 50_000 }, (_, index) => `a${index}=1`).join(" ")}>words`],
  ["style rules without end", `<style>${".a{".repeat(100_000)}</style>words`],
  ["comments inside selectors", `<style>${"/*".repeat(100_000)}{display:none}</style>words`],
])("%s take linear time", async (_name, page) => {
  const start = performance.now();
  expect(await textOf(page)).toMatch(/words|x/);
  expect(performance.now() - start).toBeLessThan(5000);
});
