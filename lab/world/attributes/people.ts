// What companies say of their people, teams and sites.
import {
  amount,
  channel,
  code,
  date,
  email,
  extension,
  hours,
  money,
  oneOf,
  person,
  phone,
  product,
  room,
  site,
  street,
  team,
  time,
  title,
  town,
  weekday,
  word,
  year,
} from "../values.ts";
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
