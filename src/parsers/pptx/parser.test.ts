// Holds the PowerPoint parser to what an audience and a speaker see.
import { expect, test } from "vitest";

import { part, pptxOf, relations } from "../../../test/hostile/samples/office.ts";
import { DEFAULT_LIMITS } from "../reading/default-limits.ts";
import { pptxParser } from "./parser.ts";

const line = (text: string, properties = "") => `<a:p><a:pPr ${properties}/><a:r><a:t>${text}</a:t></a:r></a:p>`;
const shape = (lines: string, placeholder = "", hidden = "0") =>
  `<p:sp><p:nvSpPr><p:cNvPr id="1" name="x" hidden="${hidden}"/><p:nvPr>${placeholder}</p:nvPr></p:nvSpPr><p:txBody>${lines}</p:txBody></p:sp>`;
const title = (text: string) => shape(line(text), '<p:ph type="title"/>');
const points = (lines: string) => shape(lines, '<p:ph idx="1"/>');

function parse(bytes: Uint8Array, limits = DEFAULT_LIMITS) {
  return pptxParser.parse({ bytes, fileName: "a.pptx", limits });
}

test("slides come in order with title, points by level and plain boxes, each with its landmark", async () => {
  const document = await parse(
    pptxOf([
      points(line("one") + line("two", 'lvl="1"') + line("three")) + title("Plan"),
      shape(line("# only a box")) + shape(line("7"), '<p:ph type="sldNum"/>'),
    ]),
  );
  expect(document.text).toBe("## Plan\n\n- one\n    - two\n- three\n\n## Slide 2\n\n\\# only a box\n");
  expect(document.landmarks.map(({ offset, label }) => [label, document.text.slice(offset, offset + 7)])).toEqual([
    ["slide 1", "## Plan"],
    ["slide 2", "## Slid"],
  ]);
  expect(document.title).toBe("Plan");
  expect(document.metadata).toEqual({ slides: 2 });
});

test("hidden slides and shapes are left out with a warning", async () => {
  const hidden = part('p:sld show="0"', `<p:cSld><p:spTree>${title("Secret")}</p:spTree></p:cSld>`);
  const shown = title("Open") + shape(line("hidden words"), "", "1");
  const document = await parse(pptxOf([shown, ""], { "ppt/slides/slide2.xml": hidden }));
  expect(document.text).toBe("## Open\n");
  expect(document.warnings).toEqual(["Hidden slides were left out: 1.", "Hidden shapes were left out: 1."]);
});

test("speaker notes follow under their own heading", async () => {
  const notes = part(
    "p:notes",
    `<p:cSld><p:spTree>${shape(line("Say hello."), '<p:ph type="body"/>')}${shape(line("3"), '<p:ph type="sldNum"/>')}</p:spTree></p:cSld>`,
  );
  const more = {
    "ppt/slides/_rels/slide1.xml.rels": relations(["notesSlide", "../notesSlides/notesSlide1.xml"]),
    "ppt/notesSlides/notesSlide1.xml": notes,
  };
  expect((await parse(pptxOf([title("Hi")], more))).text).toBe("## Hi\n\n### Speaker notes\n\nSay hello.\n");
});

test("tables become tables, groups are looked into", async () => {
  const cell = (text: string, merged = "") => `<a:tc ${merged}><a:txBody>${line(text)}</a:txBody></a:tc>`;
  const table = `<p:graphicFrame><a:graphic><a:graphicData><a:tbl><a:tr>${cell("Kind")}${cell("Price")}</a:tr><a:tr>${cell("Car", 'rowSpan="2"')}${cell("1")}</a:tr><a:tr>${cell("", 'vMerge="1"')}${cell("2")}</a:tr></a:tbl></a:graphicData></a:graphic></p:graphicFrame>`;
  const document = await parse(pptxOf([`<p:grpSp><p:grpSp>${shape(line("in a group"))}</p:grpSp></p:grpSp>${table}`]));
  expect(document.text).toBe("## Slide 1\n\nin a group\n\n| Kind | Price |\n| --- | --- |\n| Car | 1 |\n| Car | 2 |\n");
});

test("a slide that is not in the file is a warning, not the end", async () => {
  const files = pptxOf([title("A")], {
    "ppt/presentation.xml": part(
      "p:presentation",
      '<p:sldIdLst><p:sldId id="1" r:id="rId9"/><p:sldId id="2" r:id="rId1"/></p:sldIdLst>',
    ),
  });
  const document = await parse(files);
  expect([document.text, document.warnings]).toEqual(["## A\n", ["Slides that the file names and does not hold: 1."]]);
});

test("slides beyond the limit on pages are left out with a warning", async () => {
  const document = await parse(pptxOf([title("A"), title("B")]), { ...DEFAULT_LIMITS, maxPages: 1 });
  expect([document.text, document.warnings]).toEqual([
    "## A\n",
    ["Slides beyond the limit on pages were left out: 1."],
  ]);
});
