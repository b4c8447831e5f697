// Recognises that a model says it does not know, in the words in which models say so. English, German, French, Spanish.

import { parseObject } from "../../../core/parse-object.ts";

const SUBJECT =
  "(?:the |these |those |any of the |none of the |provided |given |above |supplied )*(?:passages?|documents?|sources?|texts?|context|information|excerpts?)";
const REFUSALS = [
  /\bI (?:do not|don't|cannot|can't|could not|couldn't|am unable to|am not able to|was unable to) (?:actually |currently |really )?(?:know|say|tell|answer|find|determine|see|confirm)\b/iu,
  new RegExp(
    `\\b${SUBJECT}(?: [\\p{L}]+){0,3} (?:do not|don't|does not|doesn't|did not|didn't|fail to|fails to|never) (?:say|mention|state|specify|contain|provide|include|tell|answer|give|cover|address|indicate|describe|reveal)`,
    "iu",
  ),
  /\b(?:there is|there's|I have|I see|I found) (?:no|not enough|insufficient|nothing|no such) ?(?:information|mention|answer|data|passage|details?)?\b/iu,
  /\b(?:we|I) (?:have|found|know) nothing (?:written down |on record |documented |recorded )?(?:about|on|of)\b/iu,
  /\b(?:is|are|was) not (?:mentioned|stated|specified|given|provided|covered|included|documented|available|said|found) (?:in|by|anywhere)\b/iu,
  /\bnot in the (?:documents|passages|context)\b/iu,
  /\bnone of the (?:passages|documents|sources) (?:say|mention|state|answer|contain|give|tell|cover)/iu,
  /\b(?:ich weiß (?:es )?nicht|das weiß ich nicht|(?:die|den) (?:Texte|Abschnitte|Dokumente)n? (?:sagen|enthalten|nennen)[^.]*(?:nicht|kein))/iu,
  /\b(?:je ne sais pas|les (?:passages|documents) ne (?:disent|précisent|mentionnent) pas)\b/iu,
  /\b(?:no lo sé|no sé|los (?:pasajes|documentos) no (?:dicen|mencionan|indican))\b/iu,
];
const REFUSING = 240;

/** By its first words: whoever answers first and doubts later has answered. Of a JSON object, by the sentences of its fields. */
export function isRefusal(reply: string): boolean {
  const object = parseObject(reply);
  if (object === undefined) return refuses(reply);
  const texts = Object.values(object).filter((value) => typeof value === "string");
  return texts.some((text) => text.split(/(?<=[.!?])\s+/u).some((sentence) => refuses(sentence)));
}

function refuses(reply: string): boolean {
  const text = reply.replaceAll(/[’ʼ]/gu, "'").trim();
  const [first = ""] = /^[^]*?[.!?](?=\s|$)/u.exec(text) ?? [text];
  return REFUSALS.some((pattern) => pattern.test(first.slice(0, REFUSING)));
}
