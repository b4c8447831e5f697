// Properties of a Word file that are on or off.
import { attribute, child } from "../reading/xml-reader.ts";
import type { XmlElement } from "../reading/xml-reader.ts";

/** A property that is on when present, unless it says otherwise; undefined when it is absent. */
export function switchOf(properties: XmlElement | undefined, name: string): boolean | undefined {
  const element = child(properties, name);
  return element === undefined ? undefined : !["0", "false", "off"].includes(attribute(element, "val") ?? "1");
}
