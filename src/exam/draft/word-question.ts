// Words a question for what a label names: grammar enough that it reads as if somebody had asked it.

/** `price`, `Gaskets` and `what to do` are asked for in three ways. */
export function askFor(attribute: string, subject: string): string {
  const label = lowered(attribute);
  if (ASKS.test(label)) return `${subject}: ${label}?`;
  if (ENDS_OPEN.test(label)) return `What is ${inSentence(subject)} ${label}?`;
  return `What ${isPlural(label) ? "are" : "is"} the ${label} of ${inSentence(subject)}?`;
}

/** Articles at the beginning of a sentence or a title are written small within one. */
export function inSentence(subject: string): string {
  return subject.replace(/^(?:The|An?|Our|Every) /u, (article) => article.toLowerCase());
}

const ASKS = /^(?:what|who|whom|when|where|how|why|which)\b/iu;
/** `booked by`, `valid until` */
const ENDS_OPEN = / (?:by|until|on|at|from|to|for|with|since)$/iu;
const SINGULAR_S = /(?:ss|us|is|gas|lens|series|canvas|atlas)$/iu;

function isPlural(label: string): boolean {
  const [noun = ""] = label.split(/ (?:of|per|in|for|with|to)\b/u);
  return noun.endsWith("s") && !SINGULAR_S.test(noun);
}

/** Names and abbreviations keep their letters. */
function lowered(label: string): string {
  return /^\p{Lu}\p{Ll}/u.test(label) ? label.charAt(0).toLowerCase() + label.slice(1) : label;
}

const LONGEST_LABEL = 40;
const UNITS = "kg|g|mg|t|km|m|cm|mm|l|ml|kwh|wh|kw|w|v|a|nm|eur|usd|gbp|chf|days|hours|minutes|seconds|years|months";
const UNIT_COLUMN = new RegExp(`^(.+?)(?:_| \\(|\\()(${UNITS}|%|€|\\$)\\)?$`, "iu");

/** The words of a column's or a line's name: `weight_kg` and `Weight (kg)` are a weight in kg. */
export function labelOf(name: string): string {
  return name.trim().replace(UNIT_COLUMN, "$1 in $2").replaceAll("_", " ");
}

/** Names of what nobody asks for: keys, states, days of changes, and columns that hold whole texts. */
const NOT_ASKED =
  /^(?:(?:ticket |row |document |item )?(?:id|key|uuid|index|no|number)|row|status|state|created|updated|modified|opened|closed|(?:last )?changed?|(?:created|updated|modified|opened|closed)(?: at| on)?|date|tags?|acl|description|text|body|contents?|comments?|message|summary|notes?|remarks?|details?|resolution|reply|answer|question|subject|title)$/iu;

const BEGINS_OPEN = /^(?:in|on|at|per|with|without|for|from|to|of|by|is|are|has|can|if|and|or)\b/iu;
/** `included`, but not `speed`: nothing has "an included". */
const PARTICIPLE = /^\p{L}{2,}[^e\s]ed$/iu;

export function isLabel(text: string): boolean {
  const isWords = text.length >= 3 && text.length <= LONGEST_LABEL && /^\p{L}[\p{L}\p{N} /'’%€$-]*$/u.test(text);
  return isWords && !NOT_ASKED.test(text) && !BEGINS_OPEN.test(text) && !PARTICIPLE.test(text);
}

const LONGEST_VALUE = 80;
/** A longer one is a sentence, and nobody says it in the same words again. */
const MOST_WORDS = 8;
const SAYS_NOTHING = /^(?:n\/?a|yes|no|true|false|none|unknown|tba|tbd)$/iu;

export function isValue(text: string): boolean {
  if (text.length === 0 || text.length > LONGEST_VALUE || !/[\p{L}\p{N}]/u.test(text)) return false;
  return !SAYS_NOTHING.test(text) && text.split(/\s+/u).length <= MOST_WORDS;
}

/** What is said of these is known only to who read the sentences before. */
const POINTING =
  /^(?:the |an? )?(?:it|this|that|these|those|they|he|she|we|you|there|here|what|which|one|both|each|others?)\b/iu;

/** A number alone names nothing. */
export function isSubject(text: string): boolean {
  return text.length <= LONGEST_VALUE && /\p{L}/u.test(text) && !POINTING.test(text);
}
