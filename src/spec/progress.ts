// How long work says how far it is; shells decide how to show it.

export type Progress = {
  readonly stage: string;
  readonly done: number;
  readonly total: number | undefined;
  /** How much of `done` was there before this stage began, such as an earlier try's part of a download. */
  readonly from?: number;
  readonly unit: string;
  readonly detail?: string;
  /** A figure from the beginning until now, such as a loss; a shell may draw it. */
  readonly curve?: readonly number[];
};

export type OnProgress = (progress: Progress) => void;
