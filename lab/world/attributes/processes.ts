// What companies say of their policies and of the tickets of their customers.
import { amount, code, date, email, firm, money, oneOf, percent, person, product } from "../values.ts";
import { type Attribute, attribute } from "./attribute.ts";

export const POLICY: readonly Attribute[] = [
  attribute("limit", "amount", money(20, 9000), {
    say: [
      "Under {s}, up to {v} may be claimed.",
      "{s} allows up to {v}.",
      "{s} pays no more than {v}.",
      "{s} draws the line at {v}.",
    ],
    ask: [
      "How much may be claimed under {s}?",
      "How much does {s} allow?",
      "How much does {s} pay at the most?",
      "Where does {s} draw the line?",
    ],
  }),
  attribute("deadline", "amount", amount(2, 90, "days", "working days", "weeks"), {
    say: ["Under {s}, requests must be made within {v}.", "{s} gives you {v} to apply.", "Apply within {v} under {s}."],
    ask: [
      "How soon must requests be made under {s}?",
      "How long does {s} give me to apply?",
      "Within what time do I apply under {s}?",
    ],
  }),
  attribute("approver", "person", person, {
    say: [
      "{v} signs requests under {s}.",
      "Requests under {s} are approved by {v}.",
      "{v} decides on requests under {s}.",
      "{s} leaves the decision to {v}.",
    ],
    ask: [
      "Who signs requests under {s}?",
      "Who approves requests under {s}?",
      "Who decides under {s}?",
      "To whom does {s} leave the decision?",
    ],
  }),
  attribute("form", "code", code, {
    say: ["{s} asks for form {v}.", "Fill in {v} to use {s}.", "Requests under {s} are made with {v}."],
    ask: ["Which form does {s} ask for?", "What do I fill in to use {s}?", "With what are requests under {s} made?"],
  }),
  attribute("review date", "date", date, {
    say: ["{s} will be reviewed on {v}.", "{s} is looked at again on {v}.", "The next look at {s} is due on {v}."],
    ask: ["When will {s} be reviewed?", "When is {s} looked at again?", "When is the next look at {s} due?"],
  }),
  attribute("owner", "person", person, {
    say: ["{v} wrote {s}.", "{v} keeps {s} up to date.", "{s} is kept by {v}.", "Changes to {s} are made by {v}."],
    ask: ["Who wrote {s}?", "Who keeps {s} up to date?", "Who keeps {s}?", "Who makes changes to {s}?"],
  }),
  attribute("contact", "word", email, {
    say: ["Questions about {s} go to {v}.", "Write to {v} about {s}.", "Send requests under {s} to {v}."],
    ask: ["Where do questions about {s} go?", "Where do I write about {s}?", "Where are requests under {s} sent?"],
  }),
  attribute(
    "scope",
    "word",
    oneOf(
      "all employees, managers, interns, drivers, contractors, night staff, the sales staff, new employees, part-time staff, visitors, suppliers, all warehouses",
    ),
    {
      say: ["{s} applies to {v}.", "{s} is meant for {v}.", "{s} covers {v}."],
      ask: ["Who does {s} apply to?", "For whom is {s} meant?", "Who is covered by {s}?"],
    },
  ),
  attribute("retention period", "amount", amount(2, 15, "years", "months", "weeks"), {
    say: [
      "Records under {s} are kept for {v}.",
      "{s} has records deleted after {v}.",
      "{s} tells us to keep records for {v}.",
    ],
    ask: [
      "How long are records kept under {s}?",
      "After what time does {s} have records deleted?",
      "How long does {s} tell us to keep records?",
    ],
  }),
  attribute("penalty", "amount", percent, {
    say: [
      "Whoever breaks {s} loses {v} of the bonus.",
      "Breaking {s} costs {v} of the bonus.",
      "{s} takes {v} off the bonus of those who break it.",
    ],
    ask: [
      "How much of the bonus is lost by breaking {s}?",
      "What does breaking {s} cost?",
      "How much does {s} take off the bonus?",
    ],
  }),
];

export const TICKET: readonly Attribute[] = [
  attribute("reporter", "person", person, {
    say: ["{s} was reported by {v}.", "{v} reported {s}.", "{v} opened {s}.", "We heard of {s} from {v}."],
    ask: ["Who reported {s}?", "Who opened {s}?", "By whom was {s} reported?", "From whom did we hear of {s}?"],
  }),
  attribute("assignee", "person", person, {
    say: ["{v} works on {s}.", "{s} was given to {v}.", "{v} took over {s}.", "{s} lies on the desk of {v}."],
    ask: ["Who works on {s}?", "Who took over {s}?", "To whom was {s} given?", "On whose desk lies {s}?"],
  }),
  attribute(
    "status",
    "word",
    oneOf("open, closed, waiting, blocked, solved, rejected, in progress, on hold, reopened, under review"),
    {
      say: ["{s} is {v}.", "{s} is now {v}.", "At the moment {s} is {v}.", "{s} was marked as {v}."],
      ask: ["How does {s} stand?", "What state is {s} in?", "Is {s} solved or not?", "As what was {s} marked?"],
    },
  ),
  attribute("severity", "word", oneOf("low, medium, high, critical, minor, major, urgent, moderate, trivial, severe"), {
    say: ["{s} was rated {v}.", "We treat {s} as {v}.", "{s} counts as {v}."],
    ask: ["How severe is {s}?", "How was {s} rated?", "As what does {s} count?"],
  }),
  attribute(
    "cause",
    "word",
    oneOf(
      "a loose cable, a worn seal, a full disk, an expired licence, a wrong address, a missing screw, a broken sensor, a power cut, a typing error, a cracked lid, an old driver, a blocked pipe, a lost key, a wet floor, a dead battery, a late delivery, a bent hinge, a faulty fuse",
    ),
    {
      say: ["{s} was caused by {v}.", "Behind {s} was {v}.", "{s} goes back to {v}.", "We traced {s} to {v}."],
      ask: ["What caused {s}?", "What was behind {s}?", "To what does {s} go back?", "To what was {s} traced?"],
    },
  ),
  attribute("product", "word", product, {
    say: ["{s} is about {v}.", "{s} concerns {v}.", "{v} is the subject of {s}."],
    ask: ["What is {s} about?", "Which product does {s} concern?", "Which product is the subject of {s}?"],
  }),
  attribute("closing date", "date", date, {
    say: ["{s} was closed on {v}.", "{s} was solved on {v}.", "We finished {s} on {v}."],
    ask: ["When was {s} closed?", "When was {s} solved?", "When did we finish {s}?"],
  }),
  attribute("refund", "amount", money(5, 900), {
    say: [
      "After {s} the customer got {v} back.",
      "{s} ended with a refund of {v}.",
      "We paid back {v} because of {s}.",
    ],
    ask: [
      "How much did the customer get back after {s}?",
      "With which refund did {s} end?",
      "How much did we pay back because of {s}?",
    ],
  }),
  attribute("customer", "word", firm, {
    say: ["{s} came from {v}.", "{v} wrote to us in {s}.", "{s} was sent in by {v}."],
    ask: ["Which customer did {s} come from?", "Who wrote to us in {s}?", "Which customer sent in {s}?"],
  }),
];
