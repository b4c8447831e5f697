// Tasks without passages: public facts known by heart, company facts that nobody can know; and public facts beside passages.
import { question } from "../phrase.ts";
import { PUBLIC_WORLD } from "../public-world.ts";
import { chance, pick, whole } from "../random.ts";
import { citedReply, refusalOfPassages, refusalWithoutPassages } from "../reading-prompt.ts";
import { renderSubject } from "../render-passage.ts";
import { anySubject, dated, many, unrelated } from "./pick-passages.ts";
import { askedOf, clauseOf, type MakeTask, REFUSED } from "./task.ts";

/** A public fact, answered from memory. */
export const publicFact: MakeTask = ({ random, phrasings }) => {
  const fact = pick(random, PUBLIC_WORLD.facts);
  return {
    question: question(random, fact.subject, fact.attribute, phrasings),
    reply: citedReply(clauseOf(fact)),
    expected: { values: [fact.value], refuse: false, cites: [] },
  };
};

/** A public subject in a respect that nobody knows. */
const publicGap: MakeTask = ({ random, phrasings }) => {
  const subject = pick(random, PUBLIC_WORLD.subjects);
  const attribute = pick(random, subject.undocumented);
  return {
    question: question(random, subject, attribute, phrasings),
    reply: refusalWithoutPassages(askedOf(subject, attribute.label)),
    expected: REFUSED,
  };
};

/** A company's fact cannot be known without a passage. */
export const companyFact: MakeTask = (context) => {
  const { random, phrasings } = context;
  const subject = anySubject(context);
  const fact = chance(random, 0.8) ? pick(random, subject.facts) : undefined;
  const attribute = fact?.attribute ?? pick(random, subject.undocumented);
  return {
    question: question(random, subject, attribute, phrasings),
    reply: refusalWithoutPassages(askedOf(subject, attribute.label)),
    expected: { ...REFUSED, values: fact === undefined ? [] : [fact.value] },
  };
};

/** A public question beside passages: one that says it is cited, others do not help. */
const publicWithPassages: MakeTask = (context) => {
  const { random, phrasings } = context;
  const fact = pick(random, PUBLIC_WORLD.facts);
  const said = chance(random, 0.6);
  const others = many(whole(random, said ? 0 : 1, 3), () => unrelated(context, fact)).map((each) =>
    dated(random, each),
  );
  const asked = question(random, fact.subject, fact.attribute, phrasings);
  if (!said) {
    const reply = refusalOfPassages(askedOf(fact.subject, fact.attribute.label));
    return { passages: others, question: asked, reply, expected: REFUSED };
  }
  const page = dated(random, renderSubject(fact.subject, fact.subject.facts, context));
  const place = whole(random, 0, others.length) + 1;
  return {
    passages: others.toSpliced(place - 1, 0, page),
    question: asked,
    reply: citedReply(clauseOf(fact), place),
    expected: { values: [fact.value], refuse: false, cites: [place] },
  };
};

/** The blend that nano learns from. */
export const closedBook: MakeTask = (context) => {
  const draw = context.random();
  if (draw < 0.6) return publicFact(context);
  if (draw < 0.68) return publicGap(context);
  if (draw < 0.74) return publicWithPassages(context);
  return companyFact(context);
};
