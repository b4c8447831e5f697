// The kinds of answers that can be asked for: how a question asks for one, and how a text tells one. English only.

export type AnswerKind =
  | "age"
  | "phone number"
  | "frequency"
  | "money"
  | "weight"
  | "power"
  | "temperature"
  | "duration"
  | "count"
  | "length"
  | "distance"
  | "figure"
  | "time"
  | "name"
  | "person"
  | "place"
  | "reason"
  | "way"
  | "thing";

export type KindRule = {
  readonly kind: AnswerKind;
  readonly asks: RegExp;
  /** Absent where any text could tell it. */
  readonly tells?: RegExp;
  /** Words that only name the kind: whoever tells a price need not say "cost". */
  readonly named?: RegExp;
  /** It is told by a number, and a number that the question said itself tells nothing. */
  readonly isNumeric?: boolean;
  /** What tells it is hard to miss: a text that seems to tell less than this does not tell it. */
  readonly needs?: "clearly" | "in part";
};

/** A number, not the digits of a code: `42`, not `E42`. */
const DIGITS = "(?<![\\p{L}\\p{N}]|\\p{L}-)\\p{N}[\\p{N}.,]*";
export const NUMBER_WORDS =
  "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|" +
  "hundreds?|thousands?|millions?|billions?|half|quarter|dozens?|both|several|twenty-\\p{L}+|thirty-\\p{L}+";
const QUANTITY = `(?:${DIGITS}|\\b(?:${NUMBER_WORDS}|an?|few|first|second)\\b)`;
export const TIME_UNITS =
  "(?:seconds?|minutes?|mins?|hours?|hrs?|days?|nights?|weeks?|months?|years?|yrs?|decades?|centur(?:y|ies)|quarters?)";
const SPAN = `(?:${QUANTITY}[\\s-]+(?:\\p{L}+\\s+)?${TIME_UNITS}\\b|\\p{N}\\s?(?:h|min|s|ms)\\b)`;
const LENGTH_UNITS =
  "(?:mm|cm|m|km|metres?|meters?|kilomet(?:re|er)s?|miles?|feet|foot|ft|inch(?:es)?|yards?|acres?|hectares?|l|ml|litres?|liters?|gallons?|pixels?|px|[kmgt]b|bytes?)";
const LENGTH = `${QUANTITY}\\s?-?${LENGTH_UNITS}(?![\\p{L}\\p{N}])`;
const WEIGHT_UNITS = "(?:g|kg|mg|grams?|kilos?|kilograms?|pounds?|lbs?|oz|ounces?|tons?|tonnes?|stone)";
const MONTHS =
  "(?:january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)";
const CURRENCIES =
  "(?:dollars?|euros?|pounds?|pence|cents?|francs?|crowns?|yen|yuan|rupees?|kron(?:e|er|or)|pesos?|usd|eur|gbp|chf)";

const words = (source: string): RegExp => new RegExp(`\\b(?:${source})\\b`, "iu");
const pattern = (...sources: readonly string[]): RegExp => new RegExp(sources.join("|"), "iu");

/** The rule that fits first in a question decides; of two that fit at the same word, the one that stands first here. */
export const KIND_RULES: readonly KindRule[] = [
  {
    kind: "phone number",
    named: words("phone|telephone|number|extension|fax|call|ring"),
    asks: words(
      "(?:what|which)\\b.*\\b(?:(?:tele)?phone number|extension|fax|number (?:do|can|should|must) (?:i|we|you) (?:call|ring|dial))",
    ),
    tells:
      /\+?\p{N}[\p{N} ()/-]{5,}\p{N}|\b(?:numbers?|extension|ring|call|phone|dial|tel|on)\W+(?:\p{L}+\W+){0,2}\p{N}{3,}/iu,
    isNumeric: true,
    needs: "clearly",
  },
  {
    kind: "frequency",
    named: words("often|frequently|regularly|times|frequency"),
    asks: words("how (?:often|frequently|regularly|many times)"),
    tells: pattern(
      `\\b(?:every|each|per|once|twice|times|daily|weekly|monthly|yearly|annual(?:ly)?|nightly|hourly|always|never|ever|an? ${TIME_UNITS})\\b`,
      `\\b(?:first|second|third|fourth|last) \\p{L}+ (?:of|in) (?:the|each|every|a) (?:week|month|quarter|year)\\b|\\b(?:mon|tues|wednes|thurs|fri|satur|sun)days\\b`,
      SPAN,
    ),
    isNumeric: true,
    needs: "clearly",
  },
  {
    kind: "weight",
    named: words("weighs?|weight|heavy"),
    asks: words("how heavy|how much .*\\bweighs?|what .*\\b(?:weighs?|weight)"),
    tells: pattern(`${QUANTITY}\\s?-?${WEIGHT_UNITS}\\b`),
    isNumeric: true,
    needs: "clearly",
  },
  {
    kind: "money",
    named: words(
      "costs?|prices?|charged?|charges|fees?|amount|money|rate|expensive|cheap|pay|pays|paid|worth|fare|tariff|earns?|salary|wages?|spend|spent",
    ),
    asks: words(
      "how (?:much|expensive|cheap)(?: money| (?:is|are|was|were|will)\\b|.*\\b(?:costs?|pays?|paid|price|charged?|earns?|spend|spent|worth|refunded))|" +
        "(?:what|which)\\b.*\\b(?:costs?|prices?|fees?|salary|wages?|earns?|fare|deposit|fine|rent|pay)",
    ),
    tells: pattern(
      `[£$€¥₹]\\s?\\p{N}|${DIGITS}\\s?(?:[£€¥%]|p(?![\\p{L}\\p{N}-])|${CURRENCIES}\\b|million|billion)|\\b(?:${NUMBER_WORDS})\\s+${CURRENCIES}\\b`,
      `\\b(?:costs?|pays?|paid|charged?|prices?|fees?|deposits?|bill):?\\s+(?:\\p{L}+\\s+){0,2}${DIGITS}`,
      "\\b(?:free|nothing|half(?! past| an?\\b| hour| day| year)|(?:and a|a) quarter(?! past| of an)|double|full (?:pay|fare|price))\\b",
    ),
    isNumeric: true,
    needs: "clearly",
  },
  {
    kind: "power",
    named: words("voltage|volts?|power|watts?|wattage|current"),
    asks: words("(?:what|which|how much) (?:[\\p{L}-]+ )?(?:voltage|power|wattage|current)"),
    tells: pattern(`${DIGITS}\\s?(?:k?v|k?w|m?a|volts?|watts?|kilowatts?|amps?|amperes?)\\b`),
    isNumeric: true,
    needs: "clearly",
  },
  {
    kind: "temperature",
    named: words("temperatures?|hot|cold|warm|cool|get"),
    asks: words("how (?:hot|cold|warm|cool)|(?:what|which) temperatures?"),
    tells: pattern(`${DIGITS}\\s?(?:°|degrees|celsius|fahrenheit|k\\b)`),
    isNumeric: true,
    needs: "clearly",
  },
  {
    kind: "duration",
    named: words("long|takes?|took|lasts?|period|duration|time|soon|quickly|fast|early|late"),
    asks: words(
      `how (?:long|soon|quickly|fast|early|late|far (?:ahead|in advance)|many (?:[\\p{L}-]+ )?${TIME_UNITS})`,
    ),
    tells: pattern(
      SPAN,
      `\\p{N}\\s?${LENGTH_UNITS}\\b`,
      "\\b(?:until|forever|at once|immediately|the (?:evening|day|week) before)\\b",
    ),
    isNumeric: true,
    needs: "clearly",
  },
  {
    kind: "age",
    named: words("age|old"),
    asks: words("how old|(?:what|which) age"),
    tells: pattern(
      `\\b(?:aged?|under|over|above|below|from|to|until|than|at|of)\\s+(?:the age of\\s+)?(?:\\p{N}{1,2}\\b(?![.,:]\\p{N})|${NUMBER_WORDS})`,
      SPAN,
    ),
    isNumeric: true,
    needs: "clearly",
  },
  {
    kind: "count",
    named: words("many|much|number|amount|count"),
    asks: words("how (?:much|many|few|little)"),
    tells: pattern(DIGITS, `\\b(?:${NUMBER_WORDS}|once|twice|no|none|all|full|unlimited)\\b`),
    isNumeric: true,
    needs: "in part",
  },
  {
    kind: "length",
    named: words("deep|high|tall|wide|thick"),
    asks: words("how (?:deep|high|tall|wide|thick)"),
    tells: pattern(LENGTH),
    isNumeric: true,
    needs: "clearly",
  },
  {
    kind: "distance",
    named: words("far|close|near|distance"),
    asks: words("how (?:far|close|near)"),
    tells: pattern(LENGTH, SPAN),
    isNumeric: true,
    needs: "clearly",
  },
  {
    kind: "figure",
    named: words("percentage|percent|share|number|limit|rate|amount"),
    asks: words(
      "how (?:big|large|small|accurate|exact|precise|loud|strong|bright|powerful)|" +
        "(?:what|which)(?:'s| is| was| are| were)?(?: the)?(?: [\\p{L}-]+){0,2} (?:height|length|width|depth|size|percentage|percent|share|amount|population|speed|distance|range|accuracy|voltage|capacity|number|limit|rate|port)",
    ),
    tells: pattern(DIGITS, `\\b(?:${NUMBER_WORDS})\\b`),
    isNumeric: true,
    needs: "in part",
  },
  {
    kind: "time",
    named: words("time|year|date|day|month|week|century|decade|period|era"),
    asks: words("when|(?:what|which) (?:time|year|date|day|month|week|century|decade|period|era)s?"),
    tells: pattern(
      `\\b(?:${MONTHS}|(?:mon|tues|wednes|thurs|fri|satur|sun)days?|(?:1\\p{N}|20)\\p{N}{2}s?|\\p{N}{1,2}[:.]\\p{N}{2}|\\p{N}{1,2}(?:st|nd|rd|th)|noon|midnight|today|tomorrow|spring|summer|autumn|winter|century|immediately|at once)\\b`,
      `\\b(?:within|after|before|by|until|from|at|every)\\s+(?:the\\s+)?(?:(?:evening|day|week|month|year|end|beginning|start|first|last|next)\\b|${QUANTITY})`,
      `${SPAN}\\s+(?:before|after|ahead|ago|later|earlier|old)\\b`,
      "\\b(?:when|once|as soon as|if|unless|whenever|until|since|during|before|after|on the (?:day|first|last|second)|the (?:first|second|third|fourth|fifth) \\p{L})",
    ),
    isNumeric: true,
  },
  {
    kind: "name",
    named: words("names?|called|surname"),
    asks: words("(?:what|which) (?:is|are|was|were) .*\\b(?:called|named|names?|surname)|what(?:'s)? .*\\bname"),
    tells: /(?<=[\p{Ll},;:)"'’]\s)["'“*_`]*\p{Lu}\p{Ll}+|\b(?:called|named)\s+\S/u,
    needs: "clearly",
  },
  {
    kind: "person",
    named: words("name|called|person|responsible|charge|managers?|manages?|heads?|runs?|boss"),
    asks: words(
      "who|whom|whose|(?:what|which) (?:person|man|woman|people|king|queen|president|author|actor|singer|scientist|leader)",
    ),
    tells:
      /(?<=[\p{Ll},;:)"'’]\s)\p{Lu}\p{Ll}+|^\p{Lu}\p{Ll}+\s+(?:\p{Lu}|(?:is|was|has|had|[\p{Ll}]+s|[\p{Ll}]+ed)\b)|\b(?:everybody|everyone|nobody|somebody|anybody|anyone|people|staff|team|lead|leader|manager|director|engineer|officer|customers?|parents?|owner|king|queen|president|minister|company|government|group|department|who(?:ever)?)\b|\bby\s+(?:the\s+)?\p{L}/u,
  },
  {
    kind: "place",
    named: words("place|location|located|address"),
    asks: words(
      "where|(?:what|which) (?:country|countries|city|cities|town|place|state|region|continent|river|room|building|location|address|area|sea|ocean|island)",
    ),
    tells: words(
      "in|at|on|under|behind|beside|near|between|above|below|inside|outside|from|to|into|through|across|over|north|south|east|west|here|there|everywhere|door|desk",
    ),
  },
  {
    kind: "reason",
    named: words("reasons?|causes?|caused"),
    asks: words("why|how come|what (?:is|was|were|are) the (?:reason|cause)s?|for what reason|what cause[sd]?"),
    tells: pattern(
      "\\b(?:because|since|due to|as|so|therefore|thus|hence|reasons?|cause[sd]?|led to|results?|resulted|in order to|for fear|to avoid|otherwise|owing to|mostly|in (?:response|protest|reaction|order) to|trying to|forced)\\b|:\\s",
    ),
  },
  { kind: "way", asks: words("how") },
  { kind: "thing", asks: words("what|which") },
];
