// The frame of a picture: its drawing, which grows with the page while its letters keep their size, and what it says in words.
import { markup, type Html, type Insertable } from "../../core/page/markup.ts";

export type Figure = {
  /** Said to those who do not see it. */
  readonly label: string;
  readonly height: number;
  readonly drawing: Insertable;
  /** Below it, in columns or as a line. */
  readonly foot?: Insertable;
  readonly kind: string;
};

/** Places across are percentages, so that nothing is scaled; the gutter for the axis is the style's. */
export function figureFrame({ label, height, drawing, foot, kind }: Figure): Html {
  return markup`<figure class="fig ${kind}"><svg width="100%" height="${height}" role="img" aria-label="${label}">${drawing}</svg>${foot}</figure>`;
}

export function at(share: number): string {
  return `${Math.round(share * 10_000) / 100}%`;
}

/** Lines at each quarter with their numbers left of them. */
export function shareLines(yOf: (share: number) => number): readonly Html[] {
  return [0, 0.25, 0.5, 0.75, 1].map((share) => {
    const y = yOf(share);
    return markup`<line class="grid" x1="0" x2="100%" y1="${y}" y2="${y}" /><text class="tick" x="-8" y="${y + 4}" text-anchor="end">${share * 100}</text>`;
  });
}
