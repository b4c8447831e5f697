// What companies say of the releases of their software and of the firms that they buy from.
import { amount, channel, code, date, measure, money, name, oneOf, person, town, version } from "../values.ts";
import { type Attribute, attribute } from "./attribute.ts";

export const RELEASE: readonly Attribute[] = [
  attribute("release date", "date", date, {
    say: [
      "{s} was released on {v}.",
      "{s} came out on {v}.",
      "{s} has been available since {v}.",
      "We shipped {s} on {v}.",
    ],
    ask: [
      "When was {s} released?",
      "When did {s} come out?",
      "Since when has {s} been available?",
      "When did we ship {s}?",
    ],
  }),
  attribute("download size", "amount", amount(3, 990, "MB", "megabytes", "GB"), {
    say: ["{s} is {v} to download.", "{s} takes up {v}.", "The download of {s} is {v} large."],
    ask: ["How large is the download of {s}?", "How much space does {s} take up?", "How big is {s}?"],
  }),
  attribute("required memory", "amount", amount(2, 64, "GB", "gigabytes"), {
    say: ["{s} needs {v} of memory.", "{s} runs from {v} of memory.", "At least {v} of memory is required by {s}."],
    ask: [
      "How much memory does {s} need?",
      "How much memory is required by {s}?",
      "From how much memory does {s} run?",
    ],
  }),
  attribute("end of support", "date", date, {
    say: ["{s} is supported until {v}.", "Support for {s} ends on {v}.", "After {v} there are no fixes for {s}."],
    ask: [
      "Until when is {s} supported?",
      "When does support for {s} end?",
      "After which day are there no fixes for {s}?",
    ],
  }),
  attribute("release manager", "person", person, {
    say: ["{v} released {s}.", "{s} was signed off by {v}.", "{v} was in charge of {s}."],
    ask: ["Who released {s}?", "Who signed off {s}?", "Who was in charge of {s}?"],
  }),
  attribute("build number", "code", code, {
    say: ["{s} carries build {v}.", "{s} shows the build number {v}.", "You can tell {s} by its build {v}."],
    ask: ["Which build does {s} carry?", "Which build number does {s} show?", "By which build can I tell {s}?"],
  }),
  attribute("code name", "word", name, {
    say: ["{s} is called {v} inside the company.", "We call {s} {v}.", "{s} goes by the name of {v}."],
    ask: ["What is {s} called inside the company?", "What do we call {s}?", "By which name does {s} go?"],
  }),
  attribute("bug count", "amount", amount(2, 320, "bugs", "defects", "errors"), {
    say: ["{s} fixes {v}.", "{v} were removed in {s}.", "{s} does away with {v}."],
    ask: ["How many bugs does {s} fix?", "How many bugs were removed in {s}?", "With how many bugs does {s} do away?"],
  }),
  attribute("oldest upgradable version", "code", version, {
    say: [
      "{s} can be installed over version {v}.",
      "You can upgrade to {s} from version {v}.",
      "{s} needs at least version {v} before it.",
    ],
    ask: [
      "From which version can I upgrade to {s}?",
      "Over which version can {s} be installed?",
      "Which version does {s} need before it?",
    ],
  }),
];

export const PARTNER: readonly Attribute[] = [
  attribute("contact person", "person", person, {
    say: ["Our contact at {s} is {v}.", "{v} speaks for {s}.", "At {s} we talk to {v}."],
    ask: ["Who is our contact at {s}?", "Who speaks for {s}?", "To whom do we talk at {s}?"],
  }),
  attribute("contract number", "code", code, {
    say: ["Our contract with {s} is {v}.", "{s} has contract {v}.", "Orders to {s} mention contract {v}."],
    ask: [
      "Which contract does {s} have?",
      "What is our contract with {s}?",
      "Which contract do orders to {s} mention?",
    ],
  }),
  attribute("home city", "place", town, {
    say: ["{s} comes from {v}.", "{s} has its seat in {v}.", "{s} is at home in {v}."],
    ask: ["Where does {s} come from?", "Where does {s} have its seat?", "Where is {s} at home?"],
  }),
  attribute("lead time", "amount", amount(2, 60, "days", "weeks"), {
    say: ["{s} delivers within {v}.", "{s} needs {v} for an order.", "Orders from {s} take {v}."],
    ask: ["How fast does {s} deliver?", "How long does {s} need for an order?", "How long do orders from {s} take?"],
  }),
  attribute("contract end", "date", date, {
    say: ["The contract with {s} runs until {v}.", "{s} is bound to us until {v}.", "We stay with {s} until {v}."],
    ask: [
      "Until when does the contract with {s} run?",
      "Until when is {s} bound to us?",
      "How long do we stay with {s}?",
    ],
  }),
  attribute("yearly volume", "amount", money(2000, 950_000), {
    say: ["We buy for {v} a year from {s}.", "{s} earns {v} a year with us.", "Each year {s} sends invoices over {v}."],
    ask: [
      "For how much do we buy from {s} a year?",
      "How much does {s} earn with us a year?",
      "Over how much does {s} send invoices each year?",
    ],
  }),
  attribute("payment term", "amount", amount(5, 90, "days", "weeks"), {
    say: ["Invoices of {s} are paid after {v}.", "{s} gives us {v} to pay.", "{s} waits {v} for its money."],
    ask: [
      "When are invoices of {s} paid?",
      "How long does {s} give us to pay?",
      "How long does {s} wait for its money?",
    ],
  }),
  attribute(
    "product group",
    "word",
    oneOf(
      "screws, paper, lamps, cables, boxes, wood, paint, cloth, bottles, bearings, seals, labels, tiles, yarn, flour, springs, valves, pallets",
    ),
    {
      say: ["{s} supplies us with {v}.", "We get our {v} from {s}.", "{s} sells {v}."],
      ask: ["What does {s} supply?", "What do we get from {s}?", "What does {s} sell?"],
    },
  ),
  attribute("quality score", "amount", measure(2, 99, "points", "percent"), {
    say: ["{s} reached {v} in our last audit.", "Our audit gave {s} {v}.", "In the audit {s} was given {v}."],
    ask: ["What did {s} reach in our last audit?", "What did our audit give {s}?", "How did {s} do in the audit?"],
  }),
  attribute("hotline channel", "word", channel, {
    say: ["News from {s} appear in {v}.", "We talk about {s} in {v}.", "Problems with {s} are reported in {v}."],
    ask: ["Where do news from {s} appear?", "Where do we talk about {s}?", "Where are problems with {s} reported?"],
  }),
];
