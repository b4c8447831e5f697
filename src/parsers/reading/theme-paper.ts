// The paper of an Office theme: what a page is, and letters in its colour are, where nothing else is said.
import { type Colour, hexColour } from "./colour.ts";
import { attribute, child, readTree, type XmlElement, type XmlSource } from "./xml-reader.ts";

/** The theme's first light colour; undefined where there is no theme, or one that does not say it in digits. */
export function themePaper(source: XmlSource | undefined): Colour | undefined {
  if (source === undefined) return undefined;
  const light = lightColour(source);
  const digits = attribute(child(light, "srgbClr"), "val") ?? attribute(child(light, "sysClr"), "lastClr");
  return hexColour(digits);
}

function lightColour(source: XmlSource): XmlElement | undefined {
  try {
    return child(readTree(source, "theme"), "themeElements", "clrScheme", "lt1");
  } catch {
    // why: a broken theme leaves colours unknown; the words of the file are whole.
    return undefined;
  }
}
