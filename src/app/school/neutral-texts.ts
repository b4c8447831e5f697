// What a base should not forget while it learns a house's ways: plain prose about nothing in particular, and the plain way of answering.

/** Written for Schoolbook. Their loss before and after training is measured; they are never learnt from. */
export const NEUTRAL_TEXTS: readonly string[] = [
  "The river rises in the hills above the town and reaches the sea after two days on foot. In spring it carries snow water, in autumn leaves.",
  "To bake bread, mix flour, water, salt and a little yeast, let the dough rest until it has doubled, and put it into a hot oven for forty minutes.",
  "The office opens at eight and closes at six. On Fridays it closes at four. Visitors are asked to sign the book at the front desk.",
  "[1] Opening hours\nThe office opens at 8 and closes at 18.\n\nQuestion: When does the office close?\nThe closing hour of the office is 18 [1].",
];
