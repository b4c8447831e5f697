// Holds the PowerPoint parser to what an eye can make out, on grounds that are known.
import { expect, test } from "vitest";

import { part, pptxOf, relations } from "../../../test/hostile/samples/office.ts";
import { DEFAULT_LIMITS } from "../reading/default-limits.ts";
import { pptxParser } from "./parser.ts";

const PAPER = '<p:bg><p:bgRef idx="1001"><a:schemeClr val="bg1"/></p:bgRef></p:bg>';
const THEME =
  '<a:themeElements><a:clrScheme><a:lt1><a:sysClr val="window" lastClr="FFFFFF"/></a:lt1></a:clrScheme></a:themeElements>';
const WHITE = '<a:solidFill><a:srgbClr val="FFFFFF"/></a:solidFill>';
const NAVY = '<a:solidFill><a:srgbClr val="003366"/></a:solidFill>';
const paint = (fill: string) => `<p:sp><p:spPr>${fill}</p:spPr></p:sp>`;
const PICTURE = "<p:pic><p:nvPicPr/></p:pic>";

type Look = {
  /** Inside of the run's properties, and its attributes. */
  readonly run: string;
  readonly size?: string;
  readonly shape?: string;
  readonly background?: string;
  readonly beside?: string;
  readonly master?: string;
};

async function parse({ run, size = "1800", shape = "", background = "", beside = "", master = "" }: Look) {
  const planted = `<a:r><a:rPr sz="${size}">${run}</a:rPr><a:t>planted</a:t></a:r>`;
  const text = `<p:sp><p:spPr>${shape}</p:spPr><p:txBody><a:p><a:r><a:t>seen</a:t></a:r>${planted}</a:p></p:txBody></p:sp>`;
  const bytes = pptxOf([""], {
    "ppt/slides/slide1.xml": part("p:sld", `<p:cSld>${background}<p:spTree>${beside}${text}</p:spTree></p:cSld>`),
    "ppt/slides/_rels/slide1.xml.rels": relations(["slideLayout", "../slideLayouts/slideLayout1.xml"]),
    "ppt/slideLayouts/slideLayout1.xml": part("p:sldLayout", "<p:cSld><p:spTree/></p:cSld>"),
    "ppt/slideLayouts/_rels/slideLayout1.xml.rels": relations(["slideMaster", "../slideMasters/slideMaster1.xml"]),
    "ppt/slideMasters/slideMaster1.xml": part(
      "p:sldMaster",
      `<p:cSld>${PAPER}<p:spTree>${master}</p:spTree></p:cSld><p:clrMap bg1="lt1"/>`,
    ),
    "ppt/slideMasters/_rels/slideMaster1.xml.rels": relations(["theme", "../theme/theme1.xml"]),
    "ppt/theme/theme1.xml": part("a:theme", THEME),
  });
  return pptxParser.parse({ bytes, fileName: "a.pptx", limits: DEFAULT_LIMITS });
}

test.each<[string, Look]>([
  ["white on the theme's paper", { run: WHITE }],
  ["the paper's own colour", { run: '<a:solidFill><a:schemeClr val="bg1"/></a:solidFill>' }],
  ["navy on a navy slide", { run: NAVY, background: `<p:bg><p:bgPr>${NAVY}</p:bgPr></p:bg>` }],
  ["navy in a navy box", { run: NAVY, shape: NAVY, beside: PICTURE }],
  ["no fill", { run: "<a:noFill/>", beside: PICTURE }],
  ["transparent", { run: '<a:solidFill><a:srgbClr val="000000"><a:alpha val="0"/></a:srgbClr></a:solidFill>' }],
  ["of no size", { run: "", size: "100" }],
])("letters that nobody can make out are left out: %s", async (_what, look) => {
  const { text, warnings } = await parse(look);
  expect(text).toContain("seen");
  expect(text).not.toContain("planted");
  expect(warnings).toEqual(["Hidden text was left out in 1 place."]);
});

test.each<[string, Look]>([
  ["black on paper", { run: '<a:solidFill><a:srgbClr val="000000"/></a:solidFill>' }],
  ["white in a navy box", { run: WHITE, shape: NAVY }],
  ["white on a navy slide", { run: WHITE, background: `<p:bg><p:bgPr>${NAVY}</p:bgPr></p:bg>` }],
  ["white on a gradient", { run: WHITE, background: "<p:bg><p:bgPr><a:gradFill/></p:bgPr></p:bg>" }],
  ["white beside a picture, which may lie behind it", { run: WHITE, beside: PICTURE }],
  ["white beside a painted shape", { run: WHITE, beside: paint(NAVY) }],
  ["white over what the master paints", { run: WHITE, master: paint(NAVY) }],
  ["outlined", { run: `<a:ln/>${WHITE}` }],
  [
    "a shade of the paper",
    { run: '<a:solidFill><a:schemeClr val="bg1"><a:lumMod val="50000"/></a:schemeClr></a:solidFill>' },
  ],
])("what can be made out, or may be, stays: %s", async (_what, look) => {
  const { text, warnings } = await parse(look);
  expect(text).toContain("planted");
  expect(warnings).toEqual([]);
});
