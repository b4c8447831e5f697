import { expect, test } from "vitest";

import { stemEnglish } from "./stem-english.ts";

// The examples of the published description (Porter, "An algorithm for suffix stripping", Program 14/3, 1980), carried through all steps.
test.each([
  ["caresses", "caress"],
  ["ponies", "poni"],
  ["ties", "ti"],
  ["cats", "cat"],
  ["feed", "feed"],
  ["agreed", "agre"],
  ["plastered", "plaster"],
  ["bled", "bled"],
  ["motoring", "motor"],
  ["sing", "sing"],
  ["conflated", "conflat"],
  ["troubled", "troubl"],
  ["sized", "size"],
  ["hopping", "hop"],
  ["falling", "fall"],
  ["hissing", "hiss"],
  ["fizzed", "fizz"],
  ["failing", "fail"],
  ["filing", "file"],
  ["happy", "happi"],
  ["sky", "sky"],
  ["relational", "relat"],
  ["rational", "ration"],
  ["digitizer", "digit"],
  ["vietnamization", "vietnam"],
  ["operator", "oper"],
  ["hopefulness", "hope"],
  ["sensibiliti", "sensibl"],
  ["triplicate", "triplic"],
  ["electrical", "electr"],
  ["goodness", "good"],
  ["replacement", "replac"],
  ["adoption", "adopt"],
  ["homologou", "homolog"],
  ["probate", "probat"],
  ["rate", "rate"],
  ["cease", "ceas"],
  ["controlling", "control"],
  ["roll", "roll"],
])("%s becomes %s", (word, stem) => {
  expect(stemEnglish(word)).toBe(stem);
});

test("leaves alone what is not a folded Latin word", () => {
  for (const word of ["as", "v2s", "naïves", "Cats", "東京"]) expect(stemEnglish(word)).toBe(word);
});
