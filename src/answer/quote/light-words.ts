// Words that a question is phrased with more than it is about: an answer seldom says them back.
import { foldWord, isAskingVerb, isSmallest, languageOf } from "../../core/language-of.ts";

const LIGHT =
  "get gets got gotten getting find finds found make makes made take takes took taken give gives given go goes went gone come comes came " +
  "use uses used using want wants know known tell see seen happen happens happened work works need needs needed still already also " +
  "really actually exactly usually normally currently much many kind type sort way thing things must may please able possible up out off " +
  "back per each during while without am called named person one ones other others another more very just only now like mean means say says said set show shows shown " +
  "after before until during since within between company firm business organisation organization policy policies procedure procedures information details instructions";

/** Lower-case words. They still count a little: where nothing else tells two sentences apart, they do. */
export const LIGHT_WORDS: ReadonlySet<string> = new Set(LIGHT.split(" "));

/** What the words of one question do in its own language. */
export type Phrasing = {
  /** Articles, prepositions, question words and the like of a language besides English: left out as stop words are. */
  readonly isSmall: (word: string) => boolean;
  readonly isLight: (word: string) => boolean;
};

/** `die` is an article in a German question only; in an English one it is a tool, or what somebody did. */
export function phrasingOf(question: string): Phrasing {
  const language = languageOf(question) ?? "en";
  const isEnglish = language === "en";
  return {
    // why: `IT` and `ES` in capitals are names.
    isSmall: (word) => !isEnglish && !/^\p{Lu}{2,}$/u.test(word) && isSmallest(foldWord(word), language),
    isLight: (word) => LIGHT_WORDS.has(word.toLowerCase()) || (!isEnglish && isAskingVerb(foldWord(word), language)),
  };
}
