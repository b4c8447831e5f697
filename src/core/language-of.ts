// Tells the language of a text by its smallest words, of which no text has none for long.

export type Language = "de" | "en" | "es" | "fr" | "it" | "nl";

/** Folded: lower case, without marks on letters. Verbs that a question is phrased with are not among them. */
const SMALLEST: Readonly<Record<Language, string>> = {
  en:
    "a about am an and any are as at be been by can could did do does for from had has have he her here him his how i if in into is it " +
    "its me my no not of on one or our over she should so than that the their them then there these they this those to us was we were " +
    "what when where which who whose why will with would you your",
  de:
    "aber alle als also am an auch auf aus bei beim bin bis da dabei dafur damit danach dann daran das dass davon dazu dein deine dem " +
    "den denn der des deshalb die dies diese diesem diesen dieser dieses doch dort du durch ein eine einem einen einer eines er es etwas " +
    "fur gegen hat habe haben hatte hier ich ihm ihn ihnen ihr ihre ihrem ihren ihrer im in ins ist jede jedem jeden jeder jedes kann " +
    "kein keine keinen konnen man mein meine mich mir mit muss mussen nach nicht noch nur ob oder ohne schon sein seine sich sie sind so " +
    "soll sollen sollte uber um und uns unser unsere unter vom von vor wann war waren warum was welche welchem welchen welcher welches " +
    "wem wen wenn wer werden wessen wie wieso wieviel wieviele will wir wird wo wofur woher wohin womit worin wurde wurden zu zum zur zwischen",
  fr:
    "a au aussi aux avec c ce ces cet cette chez combien comme comment d dans de des donc dont du elle elles en est et etait eux il ils " +
    "j je l la laquelle le lequel les leur leurs lui ma mais mes mon n ne nos notre nous on ont ou par pas peut pour pourquoi qu quand que " +
    "quel quelle quelles quels qui quoi s sa sans se ses si son sont sous sur ta tes ton tous tout tu un une vos votre vous y",
  es:
    "a al adonde antes cada como con cual cuales cuando cuanta cuantas cuanto cuantos de del desde despues donde e el ella ellos en entre era es esta estan " +
    "este esto estos fue ha han hasta hay la las le les lo los mas me mi mis muy ni no nos o para pero por porque que quien quienes se " +
    "ser si sin sobre son su sus tambien te tu un una unas unos y ya",
  it:
    "a ad ai al alla alle anche c che chi ci come con cosa da dai dal dalla degli dei del della delle di dove e ed era fu gli ha hanno i il " +
    "in io l la le lo loro ma mi nei nel nella nelle no noi non o ogni per perche piu puo qual quale quali quando quanta quante quanti " +
    "quanto questa queste questi questo se si sono su sua sue sui sul sulla suo tra un una uno",
  nl:
    "aan al als bij dan dat de deze die dit door een en er had heb hebben heeft het hij hoe hoeveel ik in is je kan kunnen maar me meer " +
    "men met mijn moet moeten na naar niet nog of om omdat onder ons onze ook op over te tot u uit van voor waar waarom wanneer waren was " +
    "wat we welk welke wel werd wie wij worden wordt ze zich zij zijn zonder zou",
};

/** Verbs that ask more than they are about, in the same spelling: `Was kostet …`, `Dove si trova …`. */
const ASKING: Readonly<Record<Language, string>> = {
  en: "",
  de: "betragt betragen geht gibt heissen heisst kostet lauten lautet liegt befindet steht",
  fr: "appelle coute coutent faut trouve trouvent",
  es: "cuesta cuestan encuentra encuentran llama llaman",
  it: "chiama chiamano costa costano trova trovano",
  nl: "heet heten kost kosten staat",
};

/** Words of another language that an English text may hold as well: they say little about the language. */
const ENGLISH_TOO = new Set(
  (
    "a ad ai al alle also am an as at come comment con cosa costa da dan das den des die do don door dove du e el en er es had has hat he het " +
    "hoe i in ins is it j je kan kost l la las le les lo los ma man me men mi mon n no o of om on once ones op or ou over par pas per pour " +
    "s sale se si sin so son sous staat su sur te tes ton tot trouve tu u un uno us van von war was we wel will wen y ya ze zijn"
  ).split(" "),
);

export const LANGUAGES: readonly Language[] = ["en", "de", "es", "fr", "it", "nl"];
const WORDS = byLanguage(SMALLEST);
const VERBS = byLanguage(ASKING);
/** A sure sign is worth that many that also stand in names or in English. */
const SURE = 10;
const MAX_READ = 2000;

/** The language that most of the smallest words belong to; undefined where not one of them tells. */
export function languageOf(text: string): Language | undefined {
  const words = text.slice(0, MAX_READ).match(/\p{L}+/gu) ?? [];
  const folded = words.map(foldWord);
  let best: { readonly language: Language; readonly points: number } | undefined;
  for (const language of LANGUAGES) {
    const points = folded.reduce((sum, word) => sum + pointsFor(word, language), 0);
    if (points >= SURE && points > (best?.points ?? 0)) best = { language, points };
  }
  return best?.language;
}

function pointsFor(word: string, language: Language): number {
  if (!isSmallest(word, language) && !VERBS[language].has(word)) return 0;
  const isSure = language === "en" ? !isForeign(word) : !ENGLISH_TOO.has(word) && word !== "de";
  return isSure ? SURE : 1;
}

function isForeign(word: string): boolean {
  return LANGUAGES.some((language) => language !== "en" && WORDS[language].has(word));
}

/** Whether a folded word is one of the language's articles, pronouns, prepositions, question words or the like. */
export function isSmallest(word: string, language: Language): boolean {
  return WORDS[language].has(word);
}

/** Whether a folded word is a verb that the language's questions are phrased with. */
export function isAskingVerb(word: string, language: Language): boolean {
  return VERBS[language].has(word);
}

/** Lower case, without the marks on its letters: `Où` ou, `für` fur, `heißt` heisst. */
export function foldWord(word: string): string {
  return word.normalize("NFD").replaceAll(/\p{M}/gu, "").toLowerCase().replaceAll("ß", "ss");
}

function byLanguage(lists: Readonly<Record<Language, string>>): Readonly<Record<Language, ReadonlySet<string>>> {
  const setOf = (language: Language): ReadonlySet<string> => new Set(lists[language].split(" "));
  return { de: setOf("de"), en: setOf("en"), es: setOf("es"), fr: setOf("fr"), it: setOf("it"), nl: setOf("nl") };
}
