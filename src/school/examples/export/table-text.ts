// Examples as a table: a column each for question and answer, and the whole messages where a row is more than that.
import type { TrainExample } from "../../../spec/training.ts";
import { ownRow } from "./chat-row.ts";
import { pairParts } from "./pair-parts.ts";

const COLUMNS = [
  "system",
  "prompt",
  "completion",
  "messages",
  "tools",
  "weight",
  "acl",
  "sources",
  "tags",
  "origin",
] as const;

export function tableText(examples: readonly TrainExample[]): string {
  return [COLUMNS, ...examples.map(cellsOf)].map((cells) => `${cells.map(writeCell).join(",")}\n`).join("");
}

function cellsOf(example: TrainExample): readonly string[] {
  const { weight, acl, sources = [], tags = [], origin } = example;
  const parts = pairParts(example);
  const isCounted = example.messages.some((message) => message.weight !== undefined);
  const plain = typeof parts === "string" || isCounted ? undefined : parts;
  const whole = plain === undefined ? Object.entries(ownRow(example)) : [];
  const json = (name: string): string => {
    const value: unknown = whole.find(([key]) => key === name)?.[1];
    return value === undefined ? "" : JSON.stringify(value);
  };
  return [
    plain?.system ?? "",
    plain?.prompt ?? "",
    plain?.completion ?? "",
    json("messages"),
    json("tools"),
    weight === 1 ? "" : String(weight),
    JSON.stringify(acl),
    sources.length === 0 ? "" : JSON.stringify(sources),
    tags.length === 0 ? "" : JSON.stringify(tags),
    origin === undefined ? "" : JSON.stringify(origin),
  ];
}

function writeCell(cell: string): string {
  return /[",;|\t\r\n]|^\s|\s$/u.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
