// What companies say of the plans that people subscribe to.
import { amount, code, money, oneOf, percent, person } from "../values.ts";
import { type Attribute, attribute } from "./attribute.ts";

export const PLAN: readonly Attribute[] = [
  attribute("monthly fee", "amount", money(4, 900), {
    say: [
      "{s} costs {v} a month.",
      "Every month {s} is billed at {v}.",
      "{s} is {v} per month.",
      "Subscribers of {s} pay {v} each month.",
    ],
    ask: [
      "How much is {s} a month?",
      "What does {s} cost per month?",
      "What do subscribers of {s} pay each month?",
      "How much is billed every month for {s}?",
    ],
  }),
  attribute("seat limit", "amount", amount(2, 900, "seats", "users", "people"), {
    say: ["{s} is for up to {v}.", "{s} includes {v}.", "No more than {v} may share {s}.", "With {s} you get {v}."],
    ask: [
      "How many people can use {s}?",
      "How many seats does {s} include?",
      "How many users may share {s}?",
      "For how many users is {s}?",
    ],
  }),
  attribute("storage", "amount", amount(2, 990, "GB", "TB", "gigabytes"), {
    say: [
      "{s} includes {v} of storage.",
      "With {s} you can store {v}.",
      "{s} offers {v} of space.",
      "There is room for {v} in {s}.",
    ],
    ask: [
      "How much storage does {s} include?",
      "How much can I store with {s}?",
      "How much space does {s} offer?",
      "How much room is there in {s}?",
    ],
  }),
  attribute("response time", "amount", amount(2, 72, "hours", "minutes", "working days"), {
    say: [
      "Support answers subscribers of {s} within {v}.",
      "{s} promises an answer within {v}.",
      "With {s} you wait no longer than {v} for support.",
    ],
    ask: [
      "How fast does support answer subscribers of {s}?",
      "How soon is an answer promised with {s}?",
      "How long do I wait for support with {s}?",
    ],
  }),
  attribute("trial period", "amount", amount(5, 90, "days", "days", "weeks"), {
    say: ["{s} can be tried free of charge for {v}.", "The trial of {s} lasts {v}.", "Try {s} for {v} without paying."],
    ask: ["How long can I try {s} free of charge?", "How long is the trial of {s}?", "For how long is {s} free?"],
  }),
  attribute("discount", "amount", percent, {
    say: ["Schools get {v} off {s}.", "{s} is reduced by {v} for schools.", "For schools {s} is {v} cheaper."],
    ask: [
      "How much discount do schools get on {s}?",
      "By how much is {s} reduced for schools?",
      "How much cheaper is {s} for schools?",
    ],
  }),
  attribute("notice period", "amount", amount(2, 90, "days", "weeks", "months"), {
    say: [
      "{s} can be cancelled with {v} of notice.",
      "To leave {s}, give notice {v} ahead.",
      "Cancelling {s} takes {v} of notice.",
    ],
    ask: [
      "How much notice is needed to cancel {s}?",
      "How early must {s} be cancelled?",
      "How long ahead do I give notice to leave {s}?",
    ],
  }),
  attribute("plan code", "code", code, {
    say: ["{s} is booked as {v}.", "On invoices {s} appears as {v}.", "Book {s} with the plan code {v}."],
    ask: ["How does {s} appear on invoices?", "Which code books {s}?", "As what is {s} booked?"],
  }),
  attribute("account manager", "person", person, {
    say: [
      "{v} advises subscribers of {s}.",
      "Subscribers of {s} are looked after by {v}.",
      "{v} is there for everyone with {s}.",
    ],
    ask: [
      "Who advises subscribers of {s}?",
      "Who looks after subscribers of {s}?",
      "Who is there for everyone with {s}?",
    ],
  }),
  attribute(
    "billing day",
    "word",
    oneOf(
      "the first of the month, the third of the month, the fifth of the month, the tenth of the month, the last day of the month, every second Monday",
    ),
    {
      say: ["{s} is billed on {v}.", "Invoices for {s} go out on {v}.", "Payment for {s} is due on {v}."],
      ask: ["When is {s} billed?", "When do invoices for {s} go out?", "When is payment for {s} due?"],
    },
  ),
];
