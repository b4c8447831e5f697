// English words that exclude each other: a text that says `last` does not speak of the `first`.
import { membersByWord, withoutEnding } from "./word-forms.ts";

const PAIRS =
  "first last|first second|second third|before after|begin end|start end|start stop|start finish|increase decrease|increase reduce|rise fall|" +
  "grow shrink|more less|more fewer|most least|most fewest|many few|large small|big small|big little|largest smallest|biggest smallest|" +
  "major minor|high low|higher lower|highest lowest|old new|old young|oldest newest|oldest youngest|early late|earlier later|" +
  "earliest latest|long short|longest shortest|fast slow|strong weak|strongest weakest|better worse|best worst|good bad|rich poor|" +
  "cheap expensive|cheapest dearest|win lose|victory defeat|accept reject|accept refuse|agree disagree|allow forbid|allow prohibit|" +
  "allow prevent|permit forbid|support oppose|like dislike|love hate|buy sell|lend borrow|send receive|open close|open shut|enter leave|" +
  "arrive leave|arrive depart|push pull|inside outside|inner outer|internal external|indoor outdoor|above below|over under|north south|" +
  "east west|northern southern|eastern western|left right|male female|man woman|men women|king queen|boy girl|father mother|" +
  "parent child|son daughter|brother sister|husband wife|friend enemy|war peace|peaceful hostile|birth death|born died|live die|" +
  "create destroy|build destroy|join leave|include exclude|with without|simple complex|easy hard|easy difficult|common rare|" +
  "same different|similar different|always never|all none|everybody nobody|everyone nobody|public private|legal illegal|" +
  "possible impossible|positive negative|active passive|maximum minimum|upper lower|ancient modern|domestic foreign|urban rural|" +
  "light dark|black white|hot cold|warm cool|wet dry|solid liquid|full empty|true false|success failure|succeed fail|gain loss|gain lose|" +
  "advantage disadvantage|strength weakness|teacher student|import export|supply demand|profit loss|attack defend|capture release|" +
  "freeze melt|absorb emit|expand contract|encourage discourage|appear disappear|remember forget|majority minority|senior junior|" +
  "online offline|input output|day night|morning evening|summer winter|spring autumn|daily weekly|weekly monthly|monthly yearly|paid unpaid|" +
  "install uninstall|upload download|lock unlock|add remove|employer employee|landlord tenant|buyer seller";

const OPPOSITES = membersByWord(PAIRS.split("|").map((pair) => pair.split(" ")));
const REVERSES = /^(?:un|dis|non)(?=\p{Ll}{4})/u;

/** Words that say the opposite of a lower-case one. */
export function oppositesOf(word: string): readonly string[] {
  const known = [word, ...withoutEnding(word)].find((candidate) => OPPOSITES.has(candidate));
  const turned = REVERSES.test(word) ? [word.replace(REVERSES, "")] : [`un${word}`];
  return [...(known === undefined ? [] : (OPPOSITES.get(known) ?? [])), ...turned];
}
