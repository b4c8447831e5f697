// English words whose forms share no stem: `kept` is a form of `keep`, `children` of `child`, `3` of `three`.

const VERBS =
  "arise arose arisen|awake awoke awoken|bear bore borne born|beat beaten|become became|begin began begun|bend bent|bet|bind bound|" +
  "bite bit bitten|bleed bled|blow blew blown|break broke broken|breed bred|bring brought|build built|burn burnt|buy bought|" +
  "catch caught|choose chose chosen|cling clung|come came|creep crept|deal dealt|dig dug|draw drew drawn|dream dreamt|" +
  "drink drank drunk|drive drove driven|eat ate eaten|fall fell fallen|feed fed|feel felt|fight fought|find found|flee fled|" +
  "fly flew flown flies|forbid forbade forbidden|forget forgot forgotten|forgive forgave forgiven|freeze froze frozen|" +
  "get got gotten|give gave given|go went gone goes|grind ground|grow grew grown|hang hung|hear heard|hide hid hidden|" +
  "hold held|keep kept|kneel knelt|know knew known|lay laid|lead led|lean leant|leap leapt|learn learnt|leave left|lend lent|" +
  "lie lay lain|light lit|lose lost|make made|mean meant|meet met|mistake mistook mistaken|overcome overcame|pay paid|" +
  "prove proven|ride rode ridden|ring rang rung|rise rose risen|run ran|say said|see saw seen|seek sought|sell sold|send sent|" +
  "sew sewn|shake shook shaken|shine shone|shoot shot|show shown|shrink shrank shrunk|sing sang sung|sink sank sunk|sit sat|" +
  "slay slew slain|sleep slept|slide slid|smell smelt|sow sown|speak spoke spoken|spell spelt|spend spent|spill spilt|spin spun|" +
  "spit spat|spoil spoilt|spring sprang sprung|stand stood|steal stole stolen|stick stuck|sting stung|strike struck stricken|" +
  "strive strove striven|swear swore sworn|sweep swept|swell swollen|swim swam swum|swing swung|take took taken|teach taught|" +
  "tear tore torn|tell told|think thought|throw threw thrown|understand understood|undertake undertook undertaken|wake woke woken|" +
  "wear wore worn|weave wove woven|weep wept|win won|wind wound|withdraw withdrew withdrawn|wring wrung|write wrote written|" +
  "die dying died|tie tying tied";
const NOUNS =
  "analysis analyses|basis bases|child children|crisis crises|criterion criteria|datum data|foot feet|goose geese|half halves|" +
  "index indices|knife knives|leaf leaves|life lives|loaf loaves|man men|medium media|mouse mice|person people|phenomenon phenomena|" +
  "shelf shelves|thief thieves|tooth teeth|wife wives|wolf wolves|woman women";
const NUMBERS =
  "1 one|2 two|3 three|4 four|5 five|6 six|7 seven|8 eight|9 nine|10 ten|11 eleven|12 twelve|15 fifteen|20 twenty|30 thirty|40 forty|" +
  "50 fifty|60 sixty|90 ninety|100 hundred|1000 thousand|1st first|2nd second|3rd third|4th fourth|5th fifth";

const VALUES = new Map(NUMBERS.split("|").map((pair) => [pair.split(" ")[1] ?? "", Number(pair.split(" ")[0])]));

/** `12` and `twelve` are worth 12; undefined for what is no plain number. */
export function numberValue(word: string): number | undefined {
  if (/^\d{1,9}$/.test(word)) return Number(word);
  const value = VALUES.get(word.toLowerCase());
  return value === undefined || Number.isNaN(value) ? undefined : value;
}

type Groups = readonly (readonly string[])[];

const GROUPS: Groups = [VERBS, NOUNS, NUMBERS].flatMap((list) => list.split("|").map((group) => group.split(" ")));
const FORMS = membersByWord(GROUPS);
const BY_FIRST = new Map(GROUPS.map(([first = "", ...others]) => [first, others]));

/** The other forms of a lower-case word; none for a word whose forms share their stem. */
export function otherForms(word: string): readonly string[] {
  const known = FORMS.get(word);
  if (known !== undefined) return known;
  // why: only a base form takes regular endings; `founded` is no form of `find`.
  const base = withoutEnding(word).find((candidate) => BY_FIRST.has(candidate));
  return base === undefined ? [] : [base, ...(BY_FIRST.get(base) ?? [])];
}

/** `keep`, not `kept`: its stem is that of its regular forms and of no other word. */
export function isBaseForm(word: string): boolean {
  return BY_FIRST.has(word);
}

/** What may be left of a word when a regular ending is taken off: `keeping` keep, `making` make, `getting` get. */
export function withoutEnding(word: string): readonly string[] {
  if (word.endsWith("s")) return [word.slice(0, -1), word.replace(/(?:i)?es$/, "")];
  const stem = /^(.+?)(?:ing|ed)$/.exec(word)?.[1];
  return stem === undefined ? [] : [stem, `${stem}e`, stem.replace(/(.)\1$/, "$1")];
}

/** Every word with the others of its groups: `lay` is a form of two verbs and has the forms of both. */
export function membersByWord(groups: Groups): ReadonlyMap<string, readonly string[]> {
  const members = new Map<string, string[]>();
  for (const group of groups) {
    for (const word of group) {
      members.set(word, [...(members.get(word) ?? []), ...group.filter((other) => other !== word)]);
    }
  }
  return members;
}
