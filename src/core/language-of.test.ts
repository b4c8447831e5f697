import { expect, test } from "vitest";

import { languageOf } from "./language-of.ts";

test.each([
  ["Was kostet Hasenleim?", "de"],
  ["Wo ist der Schlüssel?", "de"],
  ["Qui a fondé l'atelier ?", "fr"],
  ["Où est la clé ?", "fr"],
  ["¿Cuánto cuesta la cola?", "es"],
  ["Quando scade il contratto?", "it"],
  ["Hoeveel vakantiedagen heb ik?", "nl"],
  ["Wat is het adres van de winkel?", "nl"],
  ["Which die was used for the casting?", "en"],
  ["How much is an on-premise licence at La Scala?", "en"],
  ["die casting machine", undefined],
  ["El Niño", undefined],
  ["E42", undefined],
] as const)("%j is %s", (text, language) => {
  expect(languageOf(text)).toBe(language);
});
