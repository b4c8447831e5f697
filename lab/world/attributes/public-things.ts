// What everybody knows of elements and inventions.
import { name, oneOf, person, year } from "../values.ts";
import { type Attribute, attribute } from "./attribute.ts";

export const ELEMENT: readonly Attribute[] = [
  attribute("symbol", "code", name, {
    say: [
      "{s} is written {v}.",
      "Chemists write {s} as {v}.",
      "The sign for {s} is {v}.",
      "The letters {v} stand for {s}.",
      "Chemists put {v} for {s}.",
      "In formulas {s} is shortened to {v}.",
    ],
    ask: [
      "How is {s} written in formulas?",
      "How do chemists write {s}?",
      "What is the sign for {s}?",
      "Which letters stand for {s}?",
      "What do chemists write for {s}?",
      "What is the chemical sign of {s}?",
      "Which abbreviation has {s}?",
      "To what is {s} shortened?",
    ],
  }),
  attribute("discoverer", "person", person, {
    say: [
      "{v} discovered {s}.",
      "{s} was discovered by {v}.",
      "{v} found {s}.",
      "{s} is the discovery of {v}.",
      "{v} was the first to find {s}.",
      "We owe the discovery of {s} to {v}.",
    ],
    ask: [
      "Who discovered {s}?",
      "By whom was {s} discovered?",
      "Who found {s}?",
      "Who was the first to find {s}?",
      "Whose discovery is {s}?",
      "Which researcher discovered {s}?",
      "Who came upon {s} first?",
      "To whom do we owe the discovery of {s}?",
    ],
  }),
  attribute(
    "colour",
    "word",
    oneOf("red, blue, green, black, white, grey, silver, orange, yellow, brown, purple, pink"),
    {
      say: [
        "{s} is {v}.",
        "{s} shines {v}.",
        "The colour that one sees on {s} is {v}.",
        "{s} has a {v} colour.",
        "Whoever looks at {s} sees {v}.",
        "In daylight {s} looks {v}.",
      ],
      ask: [
        "What colour is {s}?",
        "In which colour does {s} shine?",
        "What does {s} look like, which colour?",
        "What colour has {s}?",
        "Of which colour is {s}?",
        "Which colour do I see when I look at {s}?",
        "How does {s} look in daylight?",
      ],
    },
  ),
  attribute("discovery year", "date", year, {
    say: [
      "{s} was discovered in {v}.",
      "{s} has been known since {v}.",
      "{s} was found in {v}.",
      "Somebody found {s} in {v}.",
      "We have known {s} since {v}.",
      "The world has known {s} since {v}.",
    ],
    ask: [
      "When was {s} discovered?",
      "Since when has {s} been known?",
      "When did people first hear of {s}?",
      "When was {s} found?",
      "How long have we known {s}, since when?",
      "In what year did somebody find {s}?",
      "In which year was {s} discovered?",
    ],
  }),
];

export const INVENTION: readonly Attribute[] = [
  attribute("inventor", "person", person, {
    say: [
      "{v} invented {s}.",
      "{s} was invented by {v}.",
      "{s} is the invention of {v}.",
      "{v} came up with {s}.",
      "The idea of {s} came from {v}.",
      "{s} goes back to {v}.",
    ],
    ask: [
      "Who invented {s}?",
      "By whom was {s} invented?",
      "Whose invention is {s}?",
      "Who came up with {s}?",
      "Who thought of {s} first?",
      "Who had the idea of {s}?",
      "Who made the first one of {s}?",
      "To whom does {s} go back?",
    ],
  }),
  attribute("year of invention", "date", year, {
    say: [
      "{s} was invented in {v}.",
      "{s} has existed since {v}.",
      "Somebody came up with {s} in {v}.",
      "People have had {s} since {v}.",
      "The invention of {s} was in {v}.",
      "The first of its kind, {s} was shown in {v}.",
    ],
    ask: [
      "When was {s} invented?",
      "Since when has {s} existed?",
      "What year was {s} invented?",
      "From which year is {s}?",
      "When did somebody come up with {s}?",
      "Since which year do people have {s}?",
      "When was the invention of {s}?",
      "In which year was {s} first shown?",
    ],
  }),
  attribute("country of origin", "place", name, {
    say: [
      "{s} comes from {v}.",
      "{s} was first built in {v}.",
      "{s} was thought up in {v}.",
      "{s} is from {v}.",
      "{v} gave us {s}.",
      "The home of {s} is {v}.",
    ],
    ask: [
      "Where does {s} come from?",
      "In which country was {s} invented?",
      "From which country is {s}?",
      "Where was {s} invented?",
      "Where was {s} built first?",
      "Which country gave us {s}?",
      "What country does {s} come from?",
      "Which country is the home of {s}?",
    ],
  }),
];
