// Refuses what no statistic can be made of, with the value in the message, so that nothing turns into NaN on the way.
import { SchoolbookError } from "../../core/errors.ts";

/** `count` out of `of`, both whole numbers, `of` at least 1. */
export function checkCount(count: number, of: number): void {
  if (!Number.isInteger(of) || of < 1) throw invalid(`A share needs a whole number of at least 1 below it, not ${of}.`);
  if (!Number.isInteger(count) || count < 0 || count > of) {
    throw invalid(`A count of ${of} has to be a whole number from 0 to ${of}, not ${count}.`);
  }
}

export function checkWhole(name: string, value: number): void {
  if (!Number.isInteger(value) || value < 0) throw invalid(`${name} has to be a whole number from 0 on, not ${value}.`);
}

/** A level or an alpha: above 0 and below 1. */
export function checkProbability(name: string, value: number): void {
  if (!(value > 0 && value < 1)) throw invalid(`${name} has to lie between 0 and 1, not ${value}.`);
}

export function checkFinite(name: string, values: readonly number[]): void {
  const odd = values.find((value) => !Number.isFinite(value));
  if (odd !== undefined) throw invalid(`${name} holds ${odd}; each has to be a number.`);
}

export function checkSameLength(one: readonly unknown[], other: readonly unknown[]): void {
  if (one.length === other.length) return;
  throw invalid(`Pairs need two lists of the same length, not ${one.length} and ${other.length}.`);
}

export function invalid(message: string): SchoolbookError {
  return new SchoolbookError("input_invalid", message);
}
