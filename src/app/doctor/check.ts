// One finding of the doctor, and how it counts.

export type CheckStatus = "ok" | "warn" | "fail";

export type Check = {
  readonly name: string;
  readonly status: CheckStatus;
  readonly message: string;
  /** What to do about it. */
  readonly remedy?: string;
};
