// Everything that can be configured: one schema gives the types, the defaults, the JSON Schema and docs/config.md.
import { z } from "zod";

import { isPrincipal, PRINCIPAL_FORM } from "../../core/principal.ts";
import { chunkOptions } from "../../library/chunk/chunk-options.ts";
import { DEFAULT_BATCH } from "../../library/sync/batch.ts";
import { SOURCE_SCHEMA } from "../../sources/registry.ts";
import { DEFAULT_HUB } from "../models/pull/hub-settings.ts";
import { ANSWER_SCHEMA } from "./answer-schema.ts";
import { EXAM_SCHEMA } from "./exam-schema.ts";
import { embedderName, MODELS_SCHEMA, modelName } from "./models-schema.ts";
import { PARSING_SCHEMA } from "./parsing-schema.ts";
import { RETRIEVAL_SCHEMA } from "./retrieval-schema.ts";

/** The reference of the answerer that has no model. */
export const QUOTING = "quoting";

const principal = z.string().refine(isPrincipal, { error: PRINCIPAL_FORM });

const LIBRARY_SCHEMA = z.strictObject({
  path: z
    .string()
    .min(1)
    .default(".schoolbook/library.sqlite")
    .describe("File that the library is kept in, relative to the project's folder. A lock file lies beside it."),
});

const CHUNKING_SCHEMA = z.strictObject({
  targetTokens: z
    .int()
    .min(32)
    .max(8192)
    .default(chunkOptions().targetTokens)
    .describe("Tokens that a passage aims at; all other sizes follow from it. A change needs `library rebuild`."),
});

const BATCH_SCHEMA = z.strictObject({
  maxDocuments: z.int().min(1).default(DEFAULT_BATCH.maxDocuments).describe("Documents in one commit at most."),
  maxChars: z.int().min(1).default(DEFAULT_BATCH.maxChars).describe("Characters of text in one commit at most."),
  maxMs: z.int().min(1).default(DEFAULT_BATCH.maxMs).describe("Milliseconds after which a commit is due."),
});

const SYNC_SCHEMA = z.strictObject({
  batch: BATCH_SCHEMA.prefault({}).describe("When what was read is written: at whichever limit is reached first."),
  pollMs: z
    .int()
    .min(100)
    .default(60_000)
    .describe("How often `library watch` looks at sources that cannot tell when they change, in milliseconds."),
});

const DOWNLOADS_SCHEMA = z.strictObject({
  hub: z
    .url({ protocol: /^https?$/u })
    .default(DEFAULT_HUB)
    .describe("Model hub that `hf:` references are fetched from: Hugging Face, or a mirror of it."),
  askAboveMb: z
    .int()
    .min(0)
    .default(500)
    .describe("Megabytes above which `models pull` asks before it fetches; --yes answers beforehand."),
});

export const CONFIG_SCHEMA = z
  .strictObject({
    $schema: z.string().optional().describe("Address of this schema, for editors; only in JSON files."),
    name: z.string().min(1).optional().describe("The project's name. Default: that of package.json, or the folder's."),
    library: LIBRARY_SCHEMA.prefault({}).describe("Where and how the library is kept."),
    sources: z
      .record(
        z
          .string()
          .regex(/^[a-z][a-z0-9_-]*$/iu, { error: "a source is named by a letter, then letters, digits, - or _" }),
        SOURCE_SCHEMA,
      )
      .default({})
      .describe("Where documents come from, by a name of your choice; every document's id begins with it."),
    model: modelName
      .default(QUOTING)
      .describe(
        "Model that answers questions: a name below `models`, a reference such as `ollama:qwen3`, or `quoting`, which has no model and quotes the documents.",
      ),
    embedder: embedderName.describe(
      "Model that turns text into vectors, named likewise; `static` is the one in the box. false or `none`: search by words only.",
    ),
    reranker: modelName
      .nullable()
      .default(null)
      .describe("Model that looks again at the best passages of a search, named likewise; null: none."),
    models: MODELS_SCHEMA.default({}).describe(
      "Models under names of your choice, with what their references cannot say. See docs/models.md.",
    ),
    people: z
      .record(principal, z.array(principal))
      .default({})
      .describe(
        'What else a principal holds, such as `{ "user:ann": ["group:support"] }`; groups may hold groups. Everybody holds `public`.',
      ),
    answer: ANSWER_SCHEMA.prefault({}).describe("How a chat model answers; see `model`."),
    exam: EXAM_SCHEMA.prefault({}).describe("How exams are run."),
    retrieval: RETRIEVAL_SCHEMA.prefault({}).describe("How passages are found and ranked."),
    chunking: CHUNKING_SCHEMA.prefault({}).describe("How documents are cut into passages."),
    parsing: PARSING_SCHEMA.prefault({}).describe("Limits within which a file is read, each in a process of its own."),
    enginesFolder: z
      .string()
      .min(1)
      .optional()
      .describe(
        "Folder that optional engines are installed in. Default: `engines` in SCHOOLBOOK_HOME, or in the user's own data folder.",
      ),
    downloads: DOWNLOADS_SCHEMA.prefault({}).describe("How models are fetched."),
    sync: SYNC_SCHEMA.prefault({}).describe("How the library is kept up to date."),
  })
  .describe("Configuration of a Schoolbook project: schoolbook.config.ts, .mjs or .json.");

/** Readonly all the way down; it takes what is written `as const` and what is not. */
type DeepReadonly<T> = { readonly [Key in keyof T]: DeepReadonly<T[Key]> };

/** What a config file may hold. */
export type ProjectConfig = DeepReadonly<z.input<typeof CONFIG_SCHEMA>>;

/** The configuration with all defaults filled in. */
export type ResolvedConfig = z.output<typeof CONFIG_SCHEMA>;
