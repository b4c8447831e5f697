// Words that say how a question is asked, not what it is about. They are indexed, but left out of questions.

const ENGLISH =
  "a about an and any are as at be been but by can could did do does doing for from had has have having how i if in " +
  "into is it its me my of on or our ours s shall should so some such than that the their them then there these they " +
  "this those to us was we were what when where which who whom whose why will with would you your yours dont doesnt " +
  "didnt isnt arent im ive whats";
const GERMAN =
  "aber als am an auf aus bei bin bis das dass dem den der des die dies diese dieser durch ein eine einem einen einer " +
  "er es fur hat haben ich ihr im in ist kann man mit nach nicht oder sich sie sind so uber um und uns von vor wann " +
  "war warum was welche welcher welches wenn wer werden wie wir wird wo zu zum zur";
const FRENCH =
  "a au aux avec ce ces cette comment d dans de des du elle en est et eu il ils je l la le les leur mais me ne nous " +
  "on ou par pas pour pourquoi qu quand que quel quelle quelles quels qui s sa se ses son sont sur un une vous";
const SPANISH =
  "a al como con cual cuales cuando de del donde el ella en es esta este esto la las le lo los mas me mi no nos o " +
  "para pero por porque que quien se si sin son su sus un una y";

const LISTS = { en: ENGLISH, de: GERMAN, fr: FRENCH, es: SPANISH } as const;

export type StopWordLanguage = keyof typeof LISTS;

/** The stop words of the given languages, folded as terms are; more can be added by building a larger set. */
export function stopWords(languages: readonly StopWordLanguage[]): ReadonlySet<string> {
  return new Set(languages.flatMap((language) => LISTS[language].split(" ")));
}
