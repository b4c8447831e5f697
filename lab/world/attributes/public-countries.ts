// What everybody knows of countries, and what nobody knows of public subjects.
import { name, word, year } from "../values.ts";
import { type Attribute, attribute } from "./attribute.ts";

export const COUNTRY: readonly Attribute[] = [
  attribute("capital", "place", name, {
    say: [
      "{v} is the capital city of {s}.",
      "{s} is governed from {v}.",
      "The main city of {s} is {v}.",
      "{s} is ruled from {v}.",
      "The parliament of {s} meets in {v}.",
      "The government of {s} sits in {v}.",
    ],
    ask: [
      "Which city is the capital of {s}?",
      "From which city is {s} governed?",
      "What is the main city of {s}?",
      "Which city rules {s}?",
      "In which city is the parliament of {s}?",
      "Where is {s} ruled from?",
      "What city is at the head of {s}?",
      "Where does the government of {s} sit?",
    ],
  }),
  attribute("currency", "word", word, {
    say: [
      "In {s} people pay with the {v}.",
      "The money of {s} is called {v}.",
      "Prices in {s} are given in {v}.",
      "The coins of {s} are called {v}.",
      "Whoever shops in {s} needs the {v}.",
      "{s} uses the {v}.",
    ],
    ask: [
      "With what do people pay in {s}?",
      "What is the money of {s} called?",
      "What do people pay with in {s}?",
      "In what money are prices given in {s}?",
      "What kind of money is there in {s}?",
      "With which coins do I pay in {s}?",
      "What is the name of the money in {s}?",
      "Which money does {s} use?",
    ],
  }),
  attribute("language", "word", name, {
    say: [
      "In {s} people speak {v}.",
      "{v} is spoken in {s}.",
      "The tongue of {s} is {v}.",
      "They speak {v} in {s}.",
      "For {s} one learns {v}.",
      "The people of {s} talk to each other in {v}.",
    ],
    ask: [
      "What do people speak in {s}?",
      "Which language is spoken in {s}?",
      "What language do they speak in {s}?",
      "What is the tongue of {s}?",
      "Which language do I learn for {s}?",
      "What does one speak in {s}?",
      "In which language do the people of {s} talk?",
    ],
  }),
  attribute("longest river", "place", name, {
    say: [
      "The {v} is the longest river of {s}.",
      "The longest river in {s} is the {v}.",
      "The greatest river in {s} is the {v}.",
      "The {v} has the greatest length of all rivers in {s}.",
      "Of all rivers in {s}, the {v} is the longest.",
      "No river in {s} is longer than the {v}.",
    ],
    ask: [
      "Which river is the longest in {s}?",
      "What is the longest river in {s} called?",
      "What river is the longest one of {s}?",
      "Which is the greatest river in {s}?",
      "What is the name of the longest river in {s}?",
      "Which river in {s} has the greatest length?",
      "Which river crosses most of {s}?",
    ],
  }),
  attribute("highest mountain", "place", name, {
    say: [
      "Mount {v} is the highest mountain of {s}.",
      "The highest point of {s} is Mount {v}.",
      "The tallest peak of {s} is Mount {v}.",
      "Mount {v} is the tallest in {s}.",
      "{s} is highest on Mount {v}.",
      "Nothing in {s} rises above Mount {v}.",
    ],
    ask: [
      "Which mountain is the highest in {s}?",
      "What is the highest point of {s}?",
      "What is the name of the highest mountain in {s}?",
      "Which mountain is the tallest in {s}?",
      "What is the tallest peak of {s}?",
      "Where is {s} highest, on which mountain?",
      "Which mountain rises above all of {s}?",
    ],
  }),
  attribute("founding year", "date", year, {
    say: [
      "{s} was founded in {v}.",
      "{s} has been a country since {v}.",
      "{s} came into being in {v}.",
      "The state of {s} began in {v}.",
      "{s} has had a state since {v}.",
      "The people of {s} founded their state in {v}.",
    ],
    ask: [
      "When was {s} founded?",
      "Since when has {s} been a country?",
      "How old is {s}, since which year?",
      "When did {s} become a country?",
      "When did {s} come into being?",
      "When did the state of {s} begin?",
      "Since which year does {s} exist?",
      "In which year was {s} founded?",
    ],
  }),
];

/** What is asked of public subjects and known to nobody. */
export const UNKNOWN: readonly Attribute[] = [
  attribute("population", "amount", name, {
    say: [],
    ask: ["How many inhabitants does {s} have?", "How many people are there in {s}?", "How many people live in {s}?"],
  }),
  attribute("national dish", "word", name, {
    say: [],
    ask: ["What food is {s} known for?", "What is the favourite dish of {s}?", "What do people like to eat in {s}?"],
  }),
  attribute("largest lake", "place", name, {
    say: [],
    ask: [
      "What lake in {s} is larger than all others?",
      "What is the name of the great lake of {s}?",
      "Which lake is the largest of {s}?",
    ],
  }),
  attribute("president", "person", name, {
    say: [],
    ask: ["Who is at the head of the state in {s}?", "Who rules {s}?", "Who governs {s}?"],
  }),
  attribute("area", "amount", name, {
    say: [],
    ask: ["How many square kilometres has {s}?", "How much land does {s} have?", "How large is {s}?"],
  }),
  attribute("weight", "amount", name, {
    say: [],
    ask: ["What does {s} weigh?", "How much does {s} weigh?", "How heavy is {s}?"],
  }),
  attribute("price", "amount", name, {
    say: [],
    ask: ["What does {s} cost?", "How expensive is {s}?", "How much does {s} cost?"],
  }),
  attribute("smell", "word", name, {
    say: [],
    ask: ["What does {s} smell of?", "Which smell comes from {s}?", "How does {s} smell?"],
  }),
];
