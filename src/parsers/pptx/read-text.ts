// The paragraphs of a shape, with the level of each and whether it is a point of a list.
import { oneLine } from "../reading/markdown-writer.ts";
import { attribute, child, elements, textOf } from "../reading/xml-reader.ts";
import type { XmlElement } from "../reading/xml-reader.ts";

export type SlideParagraph = { readonly text: string; readonly level: number; readonly marker: string | undefined };

export type TextReading = {
  /** What holds when a paragraph says nothing. */
  readonly bulleted: boolean;
  /** Whether a run is there for machines only; called once for each run. */
  readonly isUnseen: (run: XmlElement) => boolean;
};

/** Reads the paragraphs of a text body. */
export function readParagraphs(body: XmlElement | undefined, { bulleted, isUnseen }: TextReading): SlideParagraph[] {
  const paragraphs: SlideParagraph[] = [];
  let number = 0;
  for (const element of elements(body, "p")) {
    const text = paragraphText(element, isUnseen);
    if (text === "") continue;
    const properties = child(element, "pPr");
    const level = Number(attribute(properties, "lvl") ?? 0);
    number = child(properties, "buAutoNum") === undefined ? 0 : number + 1;
    paragraphs.push({
      text,
      level: Number.isInteger(level) ? level : 0,
      marker: markerOf(properties, bulleted, number),
    });
  }
  return paragraphs;
}

/** The words of a text body on one line. */
export function plainText(body: XmlElement | undefined, isUnseen: TextReading["isUnseen"]): string {
  return readParagraphs(body, { bulleted: false, isUnseen })
    .map((paragraph) => paragraph.text)
    .join(" ");
}

function markerOf(properties: XmlElement | undefined, bulleted: boolean, number: number): string | undefined {
  if (number > 0) return `${number}.`;
  if (child(properties, "buNone") !== undefined) return undefined;
  const ownBullet = child(properties, "buChar") ?? child(properties, "buBlip");
  return bulleted || ownBullet !== undefined ? "-" : undefined;
}

function paragraphText(paragraph: XmlElement, isUnseen: TextReading["isUnseen"]): string {
  let text = "";
  const open = elements(paragraph).toReversed();
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (next.name === "t") text += textOf(next);
    else if (next.name === "br") text += " ";
    else if (next.name === "r" && isUnseen(next)) text += " ";
    else if (next.name === "AlternateContent") open.push(...elements(next).slice(0, 1));
    else open.push(...elements(next).toReversed());
  }
  return oneLine(text);
}
