// Colours and links of the terminal; without a terminal both are left out.
import { line, type Printable, type Styled } from "./styled.ts";

export type Paint = (text: Printable) => Styled;

export type Palette = {
  readonly colors: boolean;
  readonly bold: Paint;
  readonly dim: Paint;
  readonly red: Paint;
  readonly green: Paint;
  readonly yellow: Paint;
  readonly cyan: Paint;
  /** A terminal hyperlink (OSC 8) where links are on; the text alone elsewhere. */
  readonly link: (text: Printable, address: string | undefined) => Styled;
};

export function createPalette(options: { readonly colors: boolean; readonly links: boolean }): Palette {
  const paint =
    (open: number, close: number): Paint =>
    (text) => {
      const { styled } = line`${text}`;
      return { styled: options.colors && styled !== "" ? `\u001b[${open}m${styled}\u001b[${close}m` : styled };
    };
  return {
    colors: options.colors,
    bold: paint(1, 22),
    dim: paint(2, 22),
    red: paint(31, 39),
    green: paint(32, 39),
    yellow: paint(33, 39),
    cyan: paint(36, 39),
    link: (text, address) => {
      const shown = line`${text}`;
      const target = options.links ? linkTarget(address) : undefined;
      return target === undefined ? shown : { styled: `\u001b]8;;${target}\u001b\\${shown.styled}\u001b]8;;\u001b\\` };
    },
  };
}

/** Only addresses that open a page or a file, in the spelling that URL gives them, which holds no control characters. */
function linkTarget(address: string | undefined): string | undefined {
  if (address === undefined || !URL.canParse(address)) return undefined;
  const { protocol, href } = new URL(address);
  return ["http:", "https:", "file:"].includes(protocol) ? href : undefined;
}
