// The rungs and controls of every ladder, cheapest first: what each is called and what it has that another lacks.
import type { LadderArm } from "../registration/registration.ts";

/** The control that answers without any model: where it is good enough, none is needed. */
export const QUOTING_ARM = "AQ";

export const LADDER_ARMS: readonly LadderArm[] = [
  { name: "A0", label: "the closed book", role: "control", adds: [] },
  { name: "A1", label: "the prompt", role: "rung", adds: [{ what: "prompt", over: "A0" }] },
  { name: QUOTING_ARM, label: "quoting, without a model", role: "control", adds: [] },
  { name: "A2", label: "the open book", role: "rung", adds: [{ what: "book", over: "A1" }] },
  { name: "A3", label: "the right passage in hand", role: "control", adds: [] },
  { name: "A4", label: "school", role: "rung", adds: [{ what: "school", over: "A1" }] },
  {
    name: "A5",
    label: "school with the open book",
    role: "rung",
    adds: [
      { what: "school", over: "A2" },
      { what: "book", over: "A4" },
    ],
  },
  {
    name: "A6",
    label: "school with the right passage in hand",
    role: "control",
    adds: [{ what: "school", over: "A3" }],
  },
  { name: "AL", label: "the whole library in the prompt", role: "control", adds: [] },
];
