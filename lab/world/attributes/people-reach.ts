// What companies say of the people who work for them: what they do and how they are reached.
import { email, extension, room, title } from "../values.ts";
import { type Attribute, attribute } from "./attribute.ts";

export const PERSON_REACH: readonly Attribute[] = [
  attribute("job title", "word", title, {
    say: [
      "{s} works as {v}.",
      "{s} is our {v}.",
      "{s} was hired as {v}.",
      "{s} is employed as {v}.",
      "The job of {s} is that of {v}.",
      "In our company {s} is {v}.",
      "{s} has the post of {v}.",
    ],
    ask: [
      "What does {s} do?",
      "As what does {s} work?",
      "What is {s} hired as?",
      "What is {s}'s profession?",
      "What is the job of {s}?",
      "What kind of work does {s} do?",
      "In what role is {s} employed?",
      "What does {s} do for a living?",
      "Which post does {s} have?",
    ],
  }),
  attribute("extension", "code", extension, {
    say: [
      "{s} can be reached at extension {v}.",
      "Dial {v} to reach {s}.",
      "Call {s} on {v}.",
      "The phone number of {s} is {v}.",
      "You reach {s} under {v}.",
      "Ring {v} if you need {s}.",
      "{s} answers the phone at {v}.",
    ],
    ask: [
      "How do I reach {s} by phone?",
      "Which number do I dial for {s}?",
      "On which extension is {s}?",
      "What is the phone number of {s}?",
      "How can I call {s}?",
      "What do I dial for {s}?",
      "Under which number is {s} reached?",
      "What number has {s}?",
      "Where does {s} answer the phone?",
    ],
  }),
  attribute("office", "word", room, {
    say: [
      "{s} sits in {v}.",
      "You find {s} in {v}.",
      "{s} works in {v}.",
      "The office of {s} is {v}.",
      "{s} uses {v}.",
      "To see {s}, go to {v}.",
      "The desk of {s} is in {v}.",
    ],
    ask: [
      "Where does {s} sit?",
      "In which room is {s}?",
      "Where do I find {s}?",
      "In which office does {s} sit?",
      "Which room does {s} use?",
      "Where is the office of {s}?",
      "To which room do I go to see {s}?",
      "What is {s}'s room?",
      "In which room is the desk of {s}?",
    ],
  }),
  attribute("email address", "word", email, {
    say: [
      "Write to {s} at {v}.",
      "{s} reads mail sent to {v}.",
      "{s} gets mail at {v}.",
      "You can email {s} at {v}.",
      "The email of {s} is {v}.",
      "Mail for {s} goes to {v}.",
    ],
    ask: [
      "How do I write to {s}?",
      "Where do I send mail for {s}?",
      "What is the email of {s}?",
      "At what address does {s} get mail?",
      "Where can I email {s}?",
      "What address do I use to write to {s}?",
      "How is {s} reached by email?",
      "To which address does mail for {s} go?",
    ],
  }),
];
