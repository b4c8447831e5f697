// Holds the HTML parser to what an eye sees on a screen: what style sheets hide goes, what they show stays.
import { expect, test } from "vitest";

import { DEFAULT_LIMITS } from "../reading/default-limits.ts";
import { htmlParser } from "./parser.ts";

async function textOf(html: string): Promise<string> {
  const page = `<html><body><p>Before</p>${html}<p>After</p></body></html>`;
  const { text } = await htmlParser.parse({ bytes: Buffer.from(page), fileName: "page.html", limits: DEFAULT_LIMITS });
  expect(text).toContain("Before");
  expect(text).toContain("After");
  return text;
}

const styled = (css: string, body: string) => `<style>${css}</style>${body}`;
const P = '<div id="d" class="outer"><p class="x y" title="t">words</p></div>';

test.each([
  ["an element", "p.x{display:none}"],
  ["two classes", ".x.y{display:none}"],
  ["an element with class and id", "div#d.outer{display:none}"],
  ["a descendant", "#d .x{display:none}"],
  ["a deep descendant", "body .outer p{visibility:hidden}"],
  ["a child", ".outer > p{opacity:0}"],
  ["a child of the body", "body>.outer{display:none}"],
  ["a list of selectors", "b, i, .outer .y , u{display:none}"],
  ["an attribute", "[title]{display:none}"],
  ["an attribute's value", 'p[title="t"]{display:none}'],
  ["the start of a class", '[class^="x"]{display:none}'],
  ["a negation", ".outer p:not(.z){display:none}"],
  [":is", ":is(section, .outer) p{display:none}"],
  ["every element", ".outer *{display:none}"],
  ["no font size", ".x{font-size:0}"],
  ["no font size in the shorthand", ".x{font:0/0 a}"],
  ["an inherited font size", ".outer{font-size:0}"],
  ["a share of a small font size", ".outer{font-size:10%} .x{font-size:.5em}"],
  ["a place off the screen", ".x{position:absolute;left:-9999px}"],
  ["an indent off the screen", ".x{text-indent:-9999px}"],
  ["a shift off the screen", ".x{transform:translateX(-200vw)}"],
  ["no scale", ".x{transform:scale(0)}"],
  ["clipping", ".x{position:absolute;clip-path:inset(50%)}"],
  ["a box without height", ".outer{height:0;overflow:hidden}"],
  ["white on white", ".x{color:#fff}"],
  ["nearly white on white", ".x{color:rgb(250 250 250)}"],
  ["white in another spelling", ".x{color:hsl(0, 0%, 100%)}"],
  ["the colour of the ground around it", ".outer{background:#203040} .x{color:#213141}"],
  ["dark on the page's dark ground", "body{background-color:#111;color:#eee} .x{color:#121212}"],
  ["letters that let everything through", ".x{color:rgba(0,0,0,.01)}"],
  ["letters that let nearly everything through", ".x{opacity:.01}"],
  ["a transparent fill", ".x{-webkit-text-fill-color:transparent}"],
  ["a block for screens", "@media screen{.x{display:none}}"],
  ["a block for wide screens", "@media only screen and (min-width: 640px){.x{display:none}}"],
  ["a range of widths", "@media (400px <= width){.x{display:none}}"],
  ["a block for anything but print", "@media not print{.x{display:none}}"],
  ["a block in a block", "@supports (display:grid){@media all{.x{display:none}}}"],
  ["a layer", "@layer base{.x{display:none}}"],
  ["a rule in a rule", ".outer{color:red; & p{display:none}}"],
  ["a rule in a rule without a mark", ".outer{.x{display:none} color:red}"],
  ["escapes in the rule", ".\\78{d\\69splay:n\\6fne}"],
  ["a comment in the rule", ".x/* } */{display:/**/none}"],
  ["a rule after a string with a brace", 'b::before{content:"}"} .x{display:none}'],
  ["a rule after a rule that is broken", "b{color:red}} .x{display:none}"],
  ["the more specific rule", ".outer .x{display:none} p{display:block}"],
  ["what is important", ".x{display:none!important} #d .x{display:block}"],
  ["the later rule", ".x{display:block} .x{display:none}"],
  ["a rule that asks for more", ".x.y{display:block} p.x[title]{display:none}"],
])("text hidden through %s is not in the document", async (_what, css) => {
  expect(await textOf(styled(css, P))).not.toContain("words");
});

test.each([
  ["a style block that comes after it", `${P}<style>.x{display:none}</style>`],
  ["a style block for screens", `<style media="screen">.x{display:none}</style>${P}`],
  ["the sibling before it", styled("h2 + p{display:none}", "<h2>Title</h2><p>words</p>")],
  [
    "a sibling before it",
    styled("h2 ~ p{display:none}", "<section><h2>Title</h2><div>more</div><p>words</p></section>"),
  ],
  ["an old attribute", '<p><font color="white">words</font></p>'],
  [
    "an old attribute on the cell's ground",
    '<table><tr><td bgcolor="000080"><font color="#000088">words</font><td>b<tr><td>c<td>d</table>',
  ],
  ["its own style over the sheet's", styled("p{color:#000}", '<p style="color:#fff">words</p>')],
  [
    "white letters in a white box on a dark page",
    styled("body{background:#000;color:#fff}", '<div style="background:#fff"><p>words</p></div>'),
  ],
  [
    "white letters of their own under a sheet that lies elsewhere",
    '<link rel="stylesheet" href="a.css"><p style="color:#fff">words</p>',
  ],
])("text hidden by %s is not in the document", async (_what, html) => {
  expect(await textOf(html)).not.toContain("words");
});

test.each([
  ["a later rule shows it", ".x{display:none} .x{display:block}"],
  ["a more specific rule shows it", ".outer .x{display:block} .x{display:none}"],
  ["an important rule shows it", ".x{display:block !important} #d .x{display:none}"],
  ["the rule is for print", "@media print{.x{display:none}}"],
  ["the rule is for narrow screens", "@media (max-width: 600px){.x{display:none}}"],
  ["the rule is for dark mode", "@media (prefers-color-scheme: dark){.x{display:none}}"],
  ["the rule is for something unheard of", "@media (weather: rain){.x{display:none}}"],
  ["the rule is for browsers that lack something", "@supports not (display:grid){.x{display:none}}"],
  ["the rule is about another element", ".outer .z, section p, #e .x, div > .outer p.w{display:none}"],
  ["the rule is about what stands before the text", ".x::before{display:none;content:'a'}"],
  ["the rule is about a state", "p:hover{display:none} p:focus{opacity:0}"],
  ["the rule is about what has no such class", ".outer p:not(.x){display:none}"],
  ["it opens under the pointer", ".x{display:none} .outer:hover .x{display:block}"],
  ["it opens on a click", ".outer .x{display:none} .outer.open .x{display:block}"],
  ["it is shut until a script opens it", ".x:not(.show){display:none}"],
  ["it is folded until a script opens it", ".x{max-height:0;overflow:hidden} .x.is-active{max-height:40em}"],
  ["it fades in", ".x{opacity:0;animation:in 1s forwards} @keyframes in{from{opacity:0}to{opacity:1}}"],
  ["the letters have their own size again", ".outer{font-size:0} .x{font-size:16px}"],
  ["the letters are visible again", ".outer{visibility:hidden} .x{visibility:visible}"],
  ["white letters stand on a dark ground", ".outer{background:#123} .x{color:#fff}"],
  ["white letters stand on a ground named otherwise", ".outer{background:midnightblue none} .x{color:white}"],
  ["white letters stand on a picture", ".outer{background:#fff url(a.png)} .x{color:#fff}"],
  ["white letters stand on a gradient", ".outer{background-image:linear-gradient(#000,#333)} .x{color:#fff}"],
  ["white letters stand on a ground that a variable gives", ".outer{background:var(--dark)} .x{color:#fff}"],
  ["white letters have a shadow", ".x{color:#fff;text-shadow:0 0 3px #000}"],
  ["a gradient fills the letters", ".x{color:transparent;background:linear-gradient(red,blue);background-clip:text}"],
  ["a variable gives the colour", ".x{color:var(--ink)}"],
  ["the page is dark", "html{background:#000} body{color:#fff}"],
  ["pale grey can be read", ".x{color:#bbb}"],
  ["a box is centred by drawing it back", ".outer{position:absolute;left:50%;margin-left:-600px;width:1200px}"],
  ["a band is drawn out over the whole width", ".outer{position:relative;left:50%;margin-left:-50vw;width:100vw}"],
  ["a column is drawn out and filled up again", ".outer{margin:-9999px 0;padding:9999px 0}"],
  ["a quotation hangs out of the column", ".x{margin-left:-12em}"],
  ["a dialogue is centred by a shift", ".outer{position:fixed;top:50%;left:50%;transform:translate(-50%,-50%)}"],
  ["half of it shows through", ".x{opacity:.5}"],
  ["the box cuts off only what does not fit", ".outer{height:100px;overflow:hidden}"],
  ["a block that is never closed hides nothing else", "@media print{.x{display:none}"],
  ["the page waits for a script", "body{visibility:hidden;opacity:0}"],
])("text stays where %s", async (_what, css) => {
  expect(await textOf(styled(css, P))).toContain("words");
});

test.each([
  ["a style block inside a noscript", `<noscript><style>.x{display:none}</style></noscript>${P}`],
  ["a style block for print", `<style media="print">.x{display:none}</style>${P}`],
  ["a style block of another language", `<style type="text/less">.x{display:none}</style>${P}`],
  [
    "a sheet's white letters, whose ground another sheet may paint",
    `<link rel="stylesheet" href="a.css">${styled(".x{color:#fff}", P)}`,
  ],
  [
    "white letters in an old attribute on a dark cell",
    '<table><tr><td bgcolor="navy"><font color="white">words</font><td>b<tr><td>c<td>d</table>',
  ],
  [
    "white letters in a dark row",
    '<table><tr style="background:#000"><th style="color:#fff">words<th>b<tr><td>c<td>d</table>',
  ],
  [
    "white letters placed over a picture",
    '<figure><img src="a.png"><p style="position:absolute;color:#fff">words</p></figure>',
  ],
  [
    "white letters over a picture that is placed behind",
    '<div><img style="position:absolute" src="a.png"><h2 style="color:#fff">words</h2></div>',
  ],
])("%s stays", async (_what, html) => {
  expect(await textOf(html)).toContain("words");
});

test("letters that nobody sees are counted, and the words beside them stay apart", async () => {
  const page = `<p>one<span style="font-size:0">${"planted ".repeat(20)}</span>two <b style="color:white">more</b></p>`;
  const { text, warnings } = await htmlParser.parse({
    bytes: Buffer.from(page),
    fileName: "page.html",
    limits: DEFAULT_LIMITS,
  });
  expect(text).toBe("one two\n");
  expect(warnings).toEqual(["163 characters of hidden text were removed."]);
});

test.each([
  ["rules that are about every element", `<style>${"* b,* i{left:0}".repeat(3000)}</style>`, 3000],
  [
    "long selectors in deep pages",
    `<style>${"div div div div div div div div p{left:0}".repeat(200)}</style>${"<div>".repeat(3000)}`,
    100,
  ],
  ["rules inside rules", `<style>${"a,b,c{".repeat(5000)}</style>`, 100],
  ["lists inside lists", `<style>${":is(".repeat(20_000)}</style>`, 100],
  ["brackets without end", `<style>${"[a".repeat(50_000)}{left:0}</style>`, 100],
  ["strings without end", `<style>${"a{b:'".repeat(50_000)}</style>`, 100],
  ["siblings under sibling rules", `<style>${"p ~ i ~ p{left:0}".repeat(50)}</style>`, 20_000],
])("%s take bounded time", async (_what, head, count) => {
  const start = process.cpuUsage();
  await textOf(head + "<p>words".repeat(count));
  expect(process.cpuUsage(start).user / 1000).toBeLessThan(8000);
});
