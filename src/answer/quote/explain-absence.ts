// Says that the documents do not answer, what was looked for, and which words stand nowhere that may be read.
import type { AskedWord } from "./asked-words.ts";

export function explainAbsence(words: readonly AskedWord[], visible: number): string {
  if (visible === 0) return "Not in the documents: there are none that you may read.";
  if (words.length === 0) return "Not in the documents: the question holds no word to look for.";
  const lookedFor = `Not in the documents. Looked for: ${words.map(({ text }) => text).join(", ")}.`;
  const nowhere = words.filter(({ isNowhere }) => isNowhere).map(({ text }) => `"${text}"`);
  if (nowhere.length === 0) return lookedFor;
  const verb = nowhere.length === 1 ? "appears" : "appear";
  const where = visible === 1 ? "not in the one passage" : `in none of the ${visible} passages`;
  return `${lookedFor} ${nowhere.join(", ")} ${verb} ${where} that you may read.`;
}
