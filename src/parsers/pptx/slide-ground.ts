// What text on a slide stands on: the page, where nothing else is painted that could lie behind it, or the shape's own fill.
import { type Colour, hexColour, looksAlike } from "../reading/colour.ts";
import { type OfficePackage, targetOf } from "../reading/office-package.ts";
import { themePaper } from "../reading/theme-paper.ts";
import { attribute, child, descendants, readTree, type XmlElement } from "../reading/xml-reader.ts";

export type Ground = Colour | "unknown";

/** The colours that a slide's text is judged by. */
export type SlideGround = {
  readonly page: Ground;
  /** What `bg1` stands for; undefined where the theme does not say it. */
  readonly paper: Colour | undefined;
};

export const UNKNOWN_GROUND: SlideGround = { page: "unknown", paper: undefined };

/** Unknown as soon as a picture, a chart or a painted shape of the slide, its layout or its master may lie behind a text. */
export function slideGround(opened: OfficePackage, part: string, slide: XmlElement): SlideGround {
  const layout = related(opened, part, { kind: "slideLayout", root: "sldLayout" });
  const master = layout && related(opened, layout.part, { kind: "slideMaster", root: "sldMaster" });
  if (layout === undefined || master === undefined) return UNKNOWN_GROUND;
  const theme = targetOf(opened.relations(master.part), "theme");
  const isUsual = attribute(child(master.tree, "clrMap"), "bg1") === "lt1";
  const paper = isUsual && theme !== undefined ? themePaper(opened.part(theme)) : undefined;
  const trees = [slide, layout.tree, master.tree];
  if (trees.some(paintsShapes)) return { page: "unknown", paper };
  const background = trees.map((tree) => child(tree, "cSld", "bg")).find((one) => one !== undefined);
  return { page: pageColour(background, paper), paper };
}

/** The ground of a shape's text. */
export function shapeGround(properties: XmlElement | undefined, style: XmlElement | undefined, page: Ground): Ground {
  const fill = child(properties, "solidFill", "srgbClr");
  if (fill !== undefined && child(fill, "alpha") === undefined) return hexColour(attribute(fill, "val")) ?? "unknown";
  return isPainted(properties, style) ? "unknown" : page;
}

/** Runs that nobody can make out: no size, no fill, transparent, or in the colour of the ground. */
export function isUnseenRun(run: XmlElement, ground: Ground, paper: Colour | undefined): boolean {
  const look = child(run, "rPr");
  if (look === undefined) return false;
  if (Number(attribute(look, "sz") ?? Infinity) <= SMALLEST) return true;
  if (child(look, "ln") !== undefined || child(look, "highlight") !== undefined) return false;
  if (child(look, "noFill") !== undefined) return true;
  const fill = child(look, "solidFill");
  const colour = child(fill, "srgbClr") ?? child(fill, "schemeClr");
  if (Number(attribute(child(colour, "alpha"), "val") ?? OPAQUE) <= LEAST_OPAQUE) return true;
  const letters = colour === undefined ? undefined : colourOf(colour, paper);
  return letters !== undefined && ground !== "unknown" && looksAlike(letters, ground);
}

/** Hundredths of a point. */
const SMALLEST = 200;
/** Thousandths of a percent. */
const OPAQUE = 100_000;
const LEAST_OPAQUE = 5000;
const PAINT = ["solidFill", "gradFill", "blipFill", "pattFill", "grpFill"];

function colourOf(element: XmlElement, paper: Colour | undefined): Colour | undefined {
  if (element.children.some((inner) => typeof inner !== "string")) return undefined;
  if (element.name === "srgbClr") return hexColour(attribute(element, "val"));
  return attribute(element, "val") === "bg1" ? paper : undefined;
}

function pageColour(background: XmlElement | undefined, paper: Colour | undefined): Ground {
  const fill = child(background, "bgPr", "solidFill");
  const reference = child(background, "bgRef");
  // why: 1001 is the theme's first background, which is plain; the others may be pictures or gradients.
  const isPlain = fill !== undefined || attribute(reference, "idx") === "1001";
  const colour = child(fill, "srgbClr") ?? child(fill, "schemeClr") ?? child(reference, "schemeClr");
  return (isPlain && colour !== undefined ? colourOf(colour, paper) : undefined) ?? "unknown";
}

function paintsShapes(tree: XmlElement): boolean {
  const shapes = child(tree, "cSld", "spTree");
  if (shapes === undefined) return false;
  if (["pic", "graphicFrame", "AlternateContent"].some((name) => descendants(shapes, name).length > 0)) return true;
  return ["sp", "grpSp", "cxnSp"].some((name) =>
    descendants(shapes, name).some((shape) => isPainted(propertiesOf(shape), child(shape, "style"))),
  );
}

function propertiesOf(shape: XmlElement): XmlElement | undefined {
  return child(shape, "spPr") ?? child(shape, "grpSpPr");
}

function isPainted(properties: XmlElement | undefined, style: XmlElement | undefined): boolean {
  if (PAINT.some((name) => child(properties, name) !== undefined)) return true;
  if (child(properties, "noFill") !== undefined) return false;
  return (attribute(child(style, "fillRef"), "idx") ?? "0") !== "0";
}

type Wanted = { readonly kind: string; readonly root: string };
type Related = { readonly part: string; readonly tree: XmlElement };

/** Layouts and masters are shared by many slides. */
const READ = new WeakMap<OfficePackage, Map<string, Related | undefined>>();

function related(opened: OfficePackage, from: string, wanted: Wanted): Related | undefined {
  const part = targetOf(opened.relations(from), wanted.kind);
  if (part === undefined) return undefined;
  const known = READ.get(opened) ?? new Map<string, Related | undefined>();
  READ.set(opened, known);
  if (!known.has(part)) known.set(part, readRelated(opened, part, wanted.root));
  return known.get(part);
}

function readRelated(opened: OfficePackage, part: string, root: string): Related | undefined {
  const source = opened.part(part);
  try {
    return source === undefined ? undefined : { part, tree: readTree(source, root) };
  } catch {
    // why: without its layout a slide has the same words; only what they stand on is not known.
    return undefined;
  }
}
