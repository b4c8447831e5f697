// What binds whoever trains at a provider: until when it does so, whether the weights can be taken along, how serving is billed.

export type ProviderTerms = {
  /** When the facts below were last looked up. */
  readonly asOf: string;
  /** The last day on which jobs can be created; undefined: none is announced. */
  readonly closesOn?: string;
  /** What is known about the end of what was trained there. */
  readonly ending: string;
  readonly canDownload: boolean;
  readonly hosting: string;
};

export type Prices = {
  /** From the provider's price list for this base model. */
  readonly usdPerMillionTokens?: number;
  /** Of the machine that serves the tuned model, where it is billed by time. */
  readonly hostingUsdPerHour?: number;
};

const HOURS_PER_MONTH = 730;

/** Sentences to read before any money is spent. */
export function termsNotes(terms: ProviderTerms, prices: Prices): readonly string[] {
  const closing =
    terms.closesOn === undefined
      ? "No end of fine-tuning is announced there."
      : `Fine-tuning ends there: no job can be created after ${terms.closesOn}.`;
  const perMonth = prices.hostingUsdPerHour === undefined ? undefined : prices.hostingUsdPerHour * HOURS_PER_MONTH;
  return [
    `${closing} ${terms.ending} (As of ${terms.asOf}.)`,
    terms.canDownload ? "The adapter is downloaded and can be served anywhere." : "The weights stay with the provider.",
    perMonth === undefined
      ? terms.hosting
      : `${terms.hosting} That is ${perMonth.toFixed(0)} USD a month without a pause.`,
  ];
}

/** Whole days, in UTC, so that the last day itself still counts. */
export function isClosed({ closesOn }: ProviderTerms, nowMs: number): boolean {
  return closesOn !== undefined && new Date(nowMs).toISOString().slice(0, 10) > closesOn;
}
