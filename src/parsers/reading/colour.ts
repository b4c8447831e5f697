// Colours of text and of what it stands on: whether an eye can tell them apart.

/** Parts from 0 to 255. */
export type Colour = { readonly red: number; readonly green: number; readonly blue: number };

export const WHITE: Colour = { red: 255, green: 255, blue: 255 };
export const BLACK: Colour = { red: 0, green: 0, blue: 0 };

/**
 * Up to here the parts of two colours differ no more than the palest grey does from paper: on a screen that is a speck.
 * The palest text in use, such as footnotes in grey, differs by 60 and more.
 */
const UNNOTICED = 24;

/** Whether text in one colour cannot be made out on the other. */
export function looksAlike(text: Colour, ground: Colour): boolean {
  return (
    Math.abs(text.red - ground.red) <= UNNOTICED &&
    Math.abs(text.green - ground.green) <= UNNOTICED &&
    Math.abs(text.blue - ground.blue) <= UNNOTICED
  );
}

/** Six hexadecimal digits; undefined for anything else. */
export function hexColour(digits: string | undefined): Colour | undefined {
  if (digits === undefined || !/^[0-9a-f]{6}$/i.test(digits)) return undefined;
  const value = Number.parseInt(digits, 16);
  return { red: value >> 16, green: (value >> 8) & 255, blue: value & 255 };
}

/** What is left of a colour through which another one shows; 1 is opaque. */
export function blended(colour: Colour, alpha: number, ground: Colour): Colour {
  const mix = (over: number, under: number): number => Math.round(over * alpha + under * (1 - alpha));
  return {
    red: mix(colour.red, ground.red),
    green: mix(colour.green, ground.green),
    blue: mix(colour.blue, ground.blue),
  };
}
