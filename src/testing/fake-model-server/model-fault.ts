// How a fake model server misbehaves, one call at a time.

export type ModelFault =
  /** Something else in place of the answer. */
  | {
      readonly kind: "answer";
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body?: string;
    }
  /** The true answer, changed. */
  | { readonly kind: "edit"; readonly edit: (body: string) => string }
  /** Takes the call and never answers. */
  | { readonly kind: "silent" }
  /** Hangs up after so many bytes of the true answer. */
  | { readonly kind: "cut"; readonly afterBytes: number }
  /** Says nothing more after so many bytes, and keeps the line open. */
  | { readonly kind: "stall"; readonly afterBytes: number }
  /** The true answer in small pieces, wherever they may cut it. */
  | { readonly kind: "pieces"; readonly bytes: number; readonly pauseMs?: number }
  /** The true answer up to so many bytes, then this text again and again without an end. */
  | {
      readonly kind: "endless";
      readonly afterBytes: number;
      readonly text: string;
      readonly pauseMs?: number;
      readonly status?: number;
    };

/** A call as it came in. */
export type FakeCall = {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: unknown;
  /** The first is 1. */
  readonly count: number;
  /** Calls that are being answered now, this one included. */
  readonly active: number;
};
