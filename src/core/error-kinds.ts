// The table of error codes: exit codes, HTTP statuses, what each means and what to do next.

export type ErrorKind = {
  readonly exit: number;
  readonly http: number;
  readonly meaning: string;
  readonly hint: string;
};

export const ERROR_KINDS = {
  usage: {
    exit: 2,
    http: 400,
    meaning: "The command or call was not understood.",
    hint: "Run the command with --help to see what it takes.",
  },
  input_invalid: {
    exit: 3,
    http: 422,
    meaning: "A file, row or value that was given is not valid.",
    hint: "Correct the value named in the message and run again.",
  },
  config_invalid: {
    exit: 3,
    http: 422,
    meaning: "The configuration holds a value that is not allowed.",
    hint: "Correct schoolbook.config.ts; `schoolbook config explain` shows each value and where it comes from.",
  },
  config_missing: {
    exit: 3,
    http: 404,
    meaning: "No project was found.",
    hint: "Run `schoolbook init --project FOLDER` to set one up, or name the folder of one with --project.",
  },
  not_found: {
    exit: 4,
    http: 404,
    meaning: "What was asked for does not exist, or may not be seen by whoever asked.",
    hint: "Check the name, and with --as who is asking.",
  },
  access_denied: {
    exit: 5,
    http: 403,
    meaning: "Whoever asked may not do this.",
    hint: "Ask as a principal that is cleared, with --as.",
  },
  library_missing: {
    exit: 4,
    http: 404,
    meaning: "The project has no library yet.",
    hint: "Run `schoolbook library sync` first.",
  },
  library_busy: {
    exit: 6,
    http: 503,
    meaning: "Another process is writing to the library.",
    hint: "Wait for it to end, or raise --wait.",
  },
  library_damaged: {
    exit: 7,
    http: 500,
    meaning: "The library file is damaged or does not agree with itself.",
    hint: "Run `schoolbook library verify --repair`, or `schoolbook library rebuild`.",
  },
  library_newer: {
    exit: 7,
    http: 500,
    meaning: "The library was written by a newer version of Schoolbook.",
    hint: "Update Schoolbook, or open the library with the version that wrote it.",
  },
  library_mismatch: {
    exit: 7,
    http: 409,
    meaning: "The library was built with other settings than those in force.",
    hint: "Run `schoolbook library rebuild` to build a new generation with the present settings.",
  },
  library_outdated: {
    exit: 7,
    http: 409,
    meaning: "The configuration closes documents that the library still holds open, so that no question is answered.",
    hint: "Run `schoolbook library sync`, which applies the access rules; `schoolbook doctor` names the sources.",
  },
  removals_refused: {
    exit: 16,
    http: 409,
    meaning: "A sync would have removed most of the library, because sources are no longer configured.",
    hint: "Correct `sources` in the configuration; if it is meant, run `schoolbook library sync --allow-removals`.",
  },
  storage_full: {
    exit: 8,
    http: 507,
    meaning: "The disk is full.",
    hint: "Free some space and run again; what was stored before is whole.",
  },
  storage_readonly: {
    exit: 8,
    http: 500,
    meaning: "The library's folder cannot be written to.",
    hint: "Check the folder's permissions, or name another with `library.path`.",
  },
  partial: {
    exit: 9,
    http: 207,
    meaning: "Some items failed; the others went in.",
    hint: "See the listed items; run again when they are mended.",
  },
  source_unreachable: {
    exit: 10,
    http: 502,
    meaning: "A source of documents could not be reached.",
    hint: "Check the address and the network; nothing of this source was changed.",
  },
  parse_failed: {
    exit: 9,
    http: 422,
    meaning: "A document could not be read.",
    hint: "Open the file in the program that made it; replace or exclude it.",
  },
  engine_missing: {
    exit: 11,
    http: 501,
    meaning: "An optional engine is needed and not installed.",
    hint: "Run `schoolbook engines add` with the engine that the message names.",
  },
  engine_broken: {
    exit: 11,
    http: 500,
    meaning: "An optional engine is installed and does not work.",
    hint: "Run `schoolbook engines add --force` with the engine that the message names.",
  },
  engine_crashed: {
    exit: 12,
    http: 502,
    meaning: "The process of a model crashed, hung or needed too much memory.",
    hint: "Ask again; the next request starts it anew. If it goes on, try a smaller model or context.",
  },
  model_not_ready: {
    exit: 11,
    http: 501,
    meaning: "Something that a configured model needs is not there: a key, a file, an engine.",
    hint: "Do what the message says; `schoolbook models list` shows what each model needs.",
  },
  engine_failed: {
    exit: 12,
    http: 502,
    meaning: "A model or its server failed.",
    hint: "Check that the server is running and try again.",
  },
  engine_busy: {
    exit: 12,
    http: 503,
    meaning: "A model's server is overloaded, or did not answer in time.",
    hint: "Try again later.",
  },
  offline: {
    exit: 13,
    http: 503,
    meaning: "Something must be fetched, and --offline forbids it.",
    hint: "Run once without --offline, or fetch what the message lists.",
  },
  download_failed: {
    exit: 14,
    http: 502,
    meaning: "A file could not be downloaded.",
    hint: "Check the address and the network, then run again: what was fetched so far is kept.",
  },
  download_wrong: {
    exit: 15,
    http: 502,
    meaning: "What was downloaded is not the file that was wanted; nothing of it was kept.",
    hint: "Run again. If it happens twice, the file has changed at its source, or somebody changes it on the way.",
  },
  model_busy: {
    exit: 6,
    http: 503,
    meaning: "Another process is fetching or removing this model.",
    hint: "Wait for it to end, then run again.",
  },
  exam_busy: {
    exit: 6,
    http: 503,
    meaning: "Another process is running an exam in this folder.",
    hint: "Wait for it to end, or stop it: what it has done is kept.",
  },
  gate_failed: {
    exit: 17,
    http: 409,
    meaning:
      "An exam's gate is not passed: an arm is shown to be below the bar, or worse than its baseline by more than the margin.",
    hint: "`schoolbook exam show` lists what went wrong.",
  },
  gate_open: {
    exit: 18,
    http: 409,
    meaning: "An exam's gate cannot be decided: too few questions, or rows that failed or are missing.",
    hint: "Ask the rows that failed again with `schoolbook exam run`, or add questions.",
  },
  budget_reached: {
    exit: 19,
    http: 402,
    meaning: "The budget of an exam does not carry it to its end.",
    hint: "Raise --budget and run again: what was paid for is kept.",
  },
  registration_changed: {
    exit: 20,
    http: 409,
    meaning: "A ladder is not the one that was registered before its first question was asked.",
    hint: "Go on with what was registered, or begin another ladder with questions that nobody has seen results of.",
  },
  training_busy: {
    exit: 6,
    http: 503,
    meaning: "Another process is training the adapter of this name.",
    hint: "Wait for it to end, or stop it: its last checkpoint is kept. Another --name trains beside it.",
  },
  feedback_busy: {
    exit: 6,
    http: 503,
    meaning: "Another process is making questions or rows of the feedback.",
    hint: "Wait for it to end, then run again.",
  },
  install_busy: {
    exit: 6,
    http: 503,
    meaning: "Another process is installing or removing an engine or the trainer.",
    hint: "Wait for it to end, then run again.",
  },
  unhealthy: {
    exit: 1,
    http: 503,
    meaning: "The doctor found something that must be mended.",
    hint: "Follow the remedies that `schoolbook doctor` prints.",
  },
  cancelled: {
    exit: 130,
    http: 499,
    meaning: "The work was stopped on request.",
    hint: "Run again to go on from where it stopped.",
  },
  internal: {
    exit: 70,
    http: 500,
    meaning: "A defect in Schoolbook itself.",
    hint: "Please report it with the message and the command.",
  },
} as const satisfies Record<string, ErrorKind>;

export type ErrorCode = keyof typeof ERROR_KINDS;
