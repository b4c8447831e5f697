// Advice for those who have no exam yet, as shells take it.
export {
  advise,
  type Advice,
  type AdviceAnswers,
  ADVICE_QUESTIONS,
  type AdviceQuestion,
  isAsked,
} from "../../ladder/advise.ts";
