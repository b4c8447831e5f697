// How long work says how far it is; shells decide how to show it.

export type Progress = {
  readonly stage: string;
  readonly done: number;
  readonly total: number | undefined;
  readonly unit: string;
  readonly detail?: string;
};

export type OnProgress = (progress: Progress) => void;
