// Who speaks OpenAI's fine-tuning API: where, with which key, under which terms.
import type { ProviderTerms } from "../provider-terms.ts";

export type OpenAiPreset = {
  readonly id: string;
  readonly name: string;
  /** Undefined: every customer has an address of their own. */
  readonly address: string | undefined;
  /** The environment variable that holds the key. */
  readonly keyVariable: string;
  readonly headersOf: (key: string) => Readonly<Record<string, string>>;
  /** Put behind every path. */
  readonly query: string;
  /** Settings that OpenAI keeps to itself and others take. */
  readonly takesLora: boolean;
  /** False where a job that has succeeded may name no model, since its files are what it gives. */
  readonly namesModel: boolean;
  readonly terms: ProviderTerms;
};

const AS_OF = "2026-11-21";

const bearer = (key: string) => ({ authorization: `Bearer ${key}` });

export const OPENAI_PRESETS = {
  openai: {
    id: "openai",
    name: "OpenAI",
    address: "https://api.openai.com/v1",
    keyVariable: "OPENAI_API_KEY",
    headersOf: bearer,
    query: "",
    takesLora: false,
    namesModel: true,
    terms: {
      asOf: AS_OF,
      closesOn: "2027-01-05",
      ending:
        "Organisations that did not fine-tune before 2026-05-07, or used no tuned model for 60 days, are refused already; " +
        "tuned GPT-4o and GPT-4.1 models stop answering on 2027-01-14.",
      canDownload: false,
      hosting: "Serving is billed per token, at the tuned model's own prices.",
    },
  },
  azure: {
    id: "azure",
    name: "Azure OpenAI",
    address: undefined,
    keyVariable: "AZURE_OPENAI_API_KEY",
    headersOf: (key: string) => ({ "api-key": key }),
    query: "?api-version=2024-10-21",
    takesLora: false,
    namesModel: true,
    terms: {
      asOf: AS_OF,
      ending: "Tuned models end with their base model; look its retirement date up in the Azure portal.",
      canDownload: false,
      hosting: "A deployment of the tuned model is billed by the hour, used or not, and its calls per token.",
    },
  },
  nebius: {
    id: "nebius",
    name: "Nebius Token Factory",
    address: "https://api.tokenfactory.nebius.com/v1",
    keyVariable: "NEBIUS_API_KEY",
    headersOf: bearer,
    query: "",
    takesLora: true,
    namesModel: false,
    terms: {
      asOf: AS_OF,
      ending: "What was trained there can be kept.",
      canDownload: true,
      hosting:
        "Adapters of some base models are served per token; others need a machine of their own, billed by the hour.",
    },
  },
} as const satisfies Readonly<Record<string, OpenAiPreset>>;
