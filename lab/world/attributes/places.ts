// What companies say of their teams and sites.
import {
  amount,
  channel,
  code,
  hours,
  money,
  oneOf,
  person,
  phone,
  product,
  site,
  street,
  time,
  weekday,
  word,
  year,
} from "../values.ts";
import { type Attribute, attribute } from "./attribute.ts";

export const TEAM: readonly Attribute[] = [
  attribute("lead", "person", person, {
    say: [
      "{s} is led by {v}.",
      "{v} leads {s}.",
      "{v} is in charge of {s}.",
      "{v} heads {s}.",
      "At the top of {s} is {v}.",
    ],
    ask: ["Who leads {s}?", "Who is in charge of {s}?", "Who heads {s}?", "Who runs {s}?", "Who is at the top of {s}?"],
  }),
  attribute("size", "amount", amount(2, 140, "people", "members", "employees"), {
    say: ["{s} has {v}.", "{v} work in {s}.", "{s} counts {v}.", "{s} is made up of {v}."],
    ask: [
      "How big is {s}?",
      "How many work in {s}?",
      "How many people does {s} have?",
      "Of how many people is {s} made up?",
    ],
  }),
  attribute("channel", "word", channel, {
    say: ["{s} can be asked in {v}.", "Write to {s} in {v}.", "{s} talks in {v}.", "News of {s} are posted in {v}."],
    ask: [
      "In which channel can {s} be asked?",
      "Where do I write to {s}?",
      "Where does {s} talk?",
      "Where are news of {s} posted?",
    ],
  }),
  attribute("budget", "amount", money(9000, 990_000), {
    say: ["{s} may spend {v} a year.", "{s} was given {v} for this year.", "{s} has {v} to spend."],
    ask: ["How much may {s} spend a year?", "How much money was {s} given?", "How much does {s} have to spend?"],
  }),
  attribute("meeting day", "word", weekday, {
    say: ["{s} meets on {v}.", "Every {v} {s} comes together.", "{s} holds its meeting on {v}."],
    ask: ["When does {s} meet?", "On which day does {s} come together?", "On which day does {s} hold its meeting?"],
  }),
  attribute("site", "place", site, {
    say: ["{s} works in {v}.", "{s} is based in {v}.", "{s} sits at the site in {v}."],
    ask: ["Where does {s} work?", "Where is {s} based?", "At which site does {s} sit?"],
  }),
  attribute("main product", "word", product, {
    say: ["{s} works on {v}.", "{s} builds {v}.", "{v} is built by {s}."],
    ask: ["What does {s} work on?", "Which product does {s} build?", "Which product comes from {s}?"],
  }),
  attribute("on-call phone", "code", phone, {
    say: ["At night {s} answers {v}.", "In an emergency call {s} on {v}.", "{s} is on call at {v}."],
    ask: [
      "How do I call {s} in an emergency?",
      "Which number does {s} answer at night?",
      "At which number is {s} on call?",
    ],
  }),
  attribute("cost centre", "code", code, {
    say: ["{s} books its costs on {v}.", "Costs of {s} go to {v}.", "{s} pays from cost centre {v}."],
    ask: ["Where does {s} book its costs?", "Where do costs of {s} go?", "From which cost centre does {s} pay?"],
  }),
];

export const SITE: readonly Attribute[] = [
  attribute("address", "word", street, {
    say: ["{s} is at {v}.", "You find {s} at {v}.", "Deliveries for {s} go to {v}.", "The entrance of {s} is at {v}."],
    ask: ["Where is {s}?", "Where do I find {s}?", "Where do deliveries for {s} go?", "Where is the entrance of {s}?"],
  }),
  attribute("opening time", "word", hours, {
    say: ["{s} is open from {v}.", "Visitors may come to {s} from {v}.", "The doors of {s} are open from {v}."],
    ask: ["When is {s} open?", "When may visitors come to {s}?", "When are the doors of {s} open?"],
  }),
  attribute("site manager", "person", person, {
    say: ["{v} runs {s}.", "{s} is run by {v}.", "{v} is responsible for {s}.", "{v} manages {s}."],
    ask: ["Who runs {s}?", "Who is responsible for {s}?", "Who manages {s}?", "By whom is {s} run?"],
  }),
  attribute("opening year", "date", year, {
    say: ["{s} was opened in {v}.", "{s} has existed since {v}.", "{s} was built in {v}."],
    ask: ["When was {s} opened?", "Since when has {s} existed?", "In which year was {s} built?"],
  }),
  attribute("headcount", "amount", amount(3, 2400, "people", "employees", "colleagues"), {
    say: ["{v} work at {s}.", "{s} employs {v}.", "{s} gives work to {v}."],
    ask: ["How many people work at {s}?", "How many does {s} employ?", "To how many people does {s} give work?"],
  }),
  attribute("front desk", "code", phone, {
    say: ["Call {s} at {v}.", "The front desk of {s} answers {v}.", "{s} can be called at {v}."],
    ask: [
      "How do I call {s}?",
      "Which number does the front desk of {s} answer?",
      "At which number can {s} be called?",
    ],
  }),
  attribute("door code", "code", code, {
    say: ["The side door of {s} opens with {v}.", "Type {v} to get into {s}.", "To enter {s} at night, use {v}."],
    ask: ["How do I get into {s}?", "Which code opens the side door of {s}?", "What do I use to enter {s} at night?"],
  }),
  attribute("fire drill", "word", time, {
    say: [
      "The fire drill at {s} begins at {v}.",
      "{s} has its fire drill at {v}.",
      "At {v} the alarm is tested at {s}.",
    ],
    ask: [
      "When is the fire drill at {s}?",
      "At what time does {s} have its fire drill?",
      "When is the alarm tested at {s}?",
    ],
  }),
  attribute(
    "speciality",
    "word",
    oneOf(
      "welding, glass blowing, packing, repairs, research, training, printing, weaving, painting, testing, storage, shipping, sorting, assembly",
    ),
    {
      say: ["{s} is known for {v}.", "{s} takes care of {v}.", "We do our {v} at {s}."],
      ask: ["What is {s} known for?", "What does {s} take care of?", "What do we do at {s}?"],
    },
  ),
  attribute("network name", "word", word, {
    say: ["Guests of {s} use the network {v}.", "The network at {s} is called {v}.", "At {s}, connect to {v}."],
    ask: ["Which network do guests of {s} use?", "What is the network at {s} called?", "To what do I connect at {s}?"],
  }),
];
