// What companies say of the things that they sell.
import { address, amount, code, date, firm, measure, money, person, site, someOf, team } from "../values.ts";
import { type Attribute, attribute } from "./attribute.ts";

export const PRODUCT: readonly Attribute[] = [
  attribute("price", "amount", money(9, 4800), {
    say: [
      "{s} costs {v}.",
      "{s} sells for {v}.",
      "Customers pay {v} for {s}.",
      "{s} can be bought for {v}.",
      "You get {s} for {v}.",
    ],
    ask: [
      "How much does {s} cost?",
      "How much is {s}?",
      "What do customers pay for {s}?",
      "What does {s} cost?",
      "What do I have to pay for {s}?",
    ],
  }),
  attribute("weight", "amount", measure(1, 90, "kg", "kilograms", "pounds"), {
    say: [
      "{s} weighs {v}.",
      "On the scales {s} comes to {v}.",
      "{s} has a weight of {v} without packaging.",
      "Packed, {s} weighs in at {v}.",
    ],
    ask: [
      "How heavy is {s}?",
      "How much does {s} weigh?",
      "What does {s} weigh?",
      "Is {s} heavy, and how heavy is it?",
    ],
  }),
  attribute("warranty", "amount", amount(3, 72, "months", "months", "years"), {
    say: [
      "{s} comes with a warranty of {v}.",
      "We guarantee {s} for {v}.",
      "{s} is covered for {v}.",
      "Defects of {s} are repaired free of charge for {v}.",
    ],
    ask: [
      "How long is the warranty on {s}?",
      "How long is {s} guaranteed?",
      "How long is {s} covered?",
      "For how long do we repair {s} free of charge?",
    ],
  }),
  attribute(
    "colour",
    "word",
    someOf(
      "red, blue, green, black, white, grey, silver, orange, yellow, brown, purple, copper, ivory, navy, olive, teal",
    ),
    {
      say: ["{s} comes in {v}.", "{s} is painted {v}.", "{s} is sold in {v} only.", "You can have {s} in {v}."],
      ask: [
        "What colour is {s}?",
        "In which colour does {s} come?",
        "In what colour is {s} sold?",
        "Which colour can I get {s} in?",
      ],
    },
  ),
  attribute(
    "material",
    "word",
    someOf(
      "steel, oak, glass, brass, nylon, cork, wool, felt, bamboo, rubber, linen, leather, aluminium, titanium, ceramic, birch, cotton, slate",
    ),
    {
      say: [
        "{s} is made of {v}.",
        "We build {s} from {v}.",
        "The body of {s} is {v}.",
        "For the body of {s} we use {v}.",
      ],
      ask: [
        "What is {s} made of?",
        "Which material is {s} made of?",
        "What do we build {s} from?",
        "What is the body of {s} made from?",
      ],
    },
  ),
  attribute("item code", "code", code, {
    say: [
      "{s} is ordered under {v}.",
      "Order {s} with the item code {v}.",
      "{s} carries the item code {v}.",
      "In the shop {s} is listed as {v}.",
    ],
    ask: ["Under which code is {s} ordered?", "Which code do I use to order {s}?", "How is {s} listed in the shop?"],
  }),
  attribute("launch date", "date", date, {
    say: [
      "{s} was launched on {v}.",
      "{s} went on sale on {v}.",
      "We first sold {s} on {v}.",
      "{s} came to the market on {v}.",
    ],
    ask: [
      "When was {s} launched?",
      "When did {s} go on sale?",
      "On which day was {s} first sold?",
      "When did {s} come to the market?",
    ],
  }),
  attribute("factory", "place", site, {
    say: [
      "{s} is built in {v}.",
      "We make {s} in {v}.",
      "{s} comes from our factory in {v}.",
      "The place where {s} is produced is {v}.",
    ],
    ask: ["Where is {s} made?", "Where is {s} built?", "Which factory does {s} come from?", "Where do we produce {s}?"],
  }),
  attribute("product manager", "person", person, {
    say: [
      "{v} looks after {s}.",
      "{v} is responsible for {s}.",
      "Questions about {s} go to {v}.",
      "{v} takes care of {s} as product manager.",
    ],
    ask: ["Who looks after {s}?", "Who is responsible for {s}?", "Who do I ask about {s}?", "Who takes care of {s}?"],
  }),
  attribute("battery life", "amount", amount(2, 96, "hours", "hours", "days"), {
    say: [
      "{s} runs for {v} on one charge.",
      "One charge of {s} lasts {v}.",
      "The battery of {s} lasts {v}.",
      "Fully charged, {s} keeps going for {v}.",
    ],
    ask: [
      "How long does {s} run on one charge?",
      "How long does the battery of {s} last?",
      "How long does one charge of {s} last?",
      "How long does {s} keep going?",
    ],
  }),
  attribute("delivery time", "amount", amount(2, 45, "days", "working days", "weeks"), {
    say: [
      "{s} is delivered within {v}.",
      "Allow {v} for the delivery of {s}.",
      "{s} reaches customers after {v}.",
      "Orders of {s} arrive in {v}.",
    ],
    ask: [
      "How long does delivery of {s} take?",
      "When is {s} delivered?",
      "How soon does {s} reach customers?",
      "How long do orders of {s} take?",
    ],
  }),
  attribute("maximum load", "amount", amount(5, 900, "kg", "tons", "pounds"), {
    say: [
      "{s} carries up to {v}.",
      "{s} can bear {v}.",
      "Never load {s} with more than {v}.",
      "{s} takes {v} at the most.",
    ],
    ask: [
      "How much can {s} carry?",
      "How much weight can {s} bear?",
      "What load does {s} take?",
      "What is the most that {s} can carry?",
    ],
  }),
  attribute("supplier", "word", firm, {
    say: ["Parts for {s} are supplied by {v}.", "{v} supplies the parts of {s}.", "We buy the parts of {s} from {v}."],
    ask: ["Who supplies the parts of {s}?", "Which firm supplies {s}?", "From whom do we buy the parts of {s}?"],
  }),
  attribute("maker", "word", team, {
    say: ["{s} is developed by {v}.", "{v} develops {s}.", "{v} works on {s}.", "Behind {s} stands {v}."],
    ask: ["Which team develops {s}?", "Which team works on {s}?", "Which team stands behind {s}?"],
  }),
  attribute("manual", "word", address, {
    say: ["The manual of {s} is at {v}.", "Find the manual of {s} under {v}.", "{s} is explained at {v}."],
    ask: ["Where do I find the manual of {s}?", "Where is {s} explained?", "Under which address is the manual of {s}?"],
  }),
];
