// What companies say of the people who work for them.
import { code, date, email, extension, person, room, site, team, title, town, weekday } from "../values.ts";
import { type Attribute, attribute } from "./attribute.ts";

export const PERSON: readonly Attribute[] = [
  attribute("job title", "word", title, {
    say: ["{s} works as {v}.", "{s} is our {v}.", "{s} was hired as {v}.", "{s} has the post of {v}."],
    ask: ["What does {s} do?", "As what does {s} work?", "What is {s} hired as?", "Which post does {s} have?"],
  }),
  attribute("extension", "code", extension, {
    say: [
      "{s} can be reached at extension {v}.",
      "Dial {v} to reach {s}.",
      "Call {s} on {v}.",
      "{s} answers the phone at {v}.",
    ],
    ask: [
      "How do I reach {s} by phone?",
      "Which number do I dial for {s}?",
      "On which extension is {s}?",
      "Where does {s} answer the phone?",
    ],
  }),
  attribute("office", "word", room, {
    say: ["{s} sits in {v}.", "You find {s} in {v}.", "{s} works in {v}.", "The desk of {s} is in {v}."],
    ask: ["Where does {s} sit?", "In which room is {s}?", "Where do I find {s}?", "In which room is the desk of {s}?"],
  }),
  attribute("email address", "word", email, {
    say: ["Write to {s} at {v}.", "{s} reads mail sent to {v}.", "Mail for {s} goes to {v}."],
    ask: ["How do I write to {s}?", "Where do I send mail for {s}?", "To which address does mail for {s} go?"],
  }),
  attribute("manager", "person", person, {
    say: ["{s} reports to {v}.", "{v} is the boss of {s}.", "{v} manages {s}.", "{s} works under {v}."],
    ask: ["Who does {s} report to?", "Who is the boss of {s}?", "Who manages {s}?", "Under whom does {s} work?"],
  }),
  attribute("deputy", "person", person, {
    say: [
      "{v} stands in for {s}.",
      "When {s} is away, ask {v}.",
      "{v} covers for {s}.",
      "During holidays {s} is replaced by {v}.",
    ],
    ask: [
      "Who stands in for {s}?",
      "Who covers for {s}?",
      "Who do I ask when {s} is away?",
      "Who replaces {s} during holidays?",
    ],
  }),
  attribute("start date", "date", date, {
    say: [
      "{s} joined on {v}.",
      "{s} has been with us since {v}.",
      "{s} started on {v}.",
      "The first working day of {s} was {v}.",
    ],
    ask: [
      "When did {s} join?",
      "Since when has {s} been with us?",
      "When did {s} start?",
      "What was the first working day of {s}?",
    ],
  }),
  attribute("site", "place", site, {
    say: ["{s} is based in {v}.", "{s} works from {v}.", "{s} belongs to the site in {v}.", "You can meet {s} in {v}."],
    ask: [
      "Where is {s} based?",
      "From where does {s} work?",
      "To which site does {s} belong?",
      "Where can I meet {s}?",
    ],
  }),
  attribute("team", "word", team, {
    say: ["{s} belongs to {v}.", "{s} is a member of {v}.", "{s} is part of {v}.", "{v} counts {s} among its members."],
    ask: [
      "Which team is {s} in?",
      "To which team does {s} belong?",
      "Which team is {s} part of?",
      "Of which team is {s} a member?",
    ],
  }),
  attribute("home town", "place", town, {
    say: ["{s} comes from {v}.", "{s} grew up in {v}.", "{s} lives in {v}.", "Home for {s} is {v}."],
    ask: ["Where does {s} come from?", "Where did {s} grow up?", "Where does {s} live?", "Where is {s} at home?"],
  }),
  attribute("day off", "word", weekday, {
    say: ["{s} does not work on {v}.", "{s} is off on {v}.", "On {v} {s} is away."],
    ask: ["When does {s} not work?", "On which day is {s} off?", "On which weekday is {s} away?"],
  }),
  attribute("badge number", "code", code, {
    say: ["{s} carries badge {v}.", "The badge of {s} reads {v}.", "{s} was given badge {v}."],
    ask: ["Which badge does {s} carry?", "What does the badge of {s} read?", "Which badge was {s} given?"],
  }),
];
