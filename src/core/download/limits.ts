// How patient a download is.

export type DownloadLimits = {
  /** Until a server begins to answer. */
  readonly answerMs: number;
  /** Without a single byte, once an answer has begun. */
  readonly idleMs: number;
  /** In a row, without getting further in between. */
  readonly attempts: number;
  /** What counts as getting further. */
  readonly furtherBytes: number;
  readonly firstPauseMs: number;
  readonly longestPauseMs: number;
  /** The longest pause that a server may ask for; beyond it the download fails and says when to come back. */
  readonly longestAskedPauseMs: number;
};

export const DOWNLOAD_LIMITS: DownloadLimits = {
  answerMs: 30_000,
  idleMs: 30_000,
  attempts: 6,
  furtherBytes: 256 * 1024,
  firstPauseMs: 500,
  longestPauseMs: 30_000,
  longestAskedPauseMs: 300_000,
};
