// The form of what is learnt: labels and how often each, forms and how mixed, refusals and lengths.
import { parsed } from "../examples/import/json-value.ts";
import { messageText, lastExchange } from "../examples/message-text.ts";
import { type Finding, linesText } from "./finding.ts";
import type { PreparedRow } from "./prepare-rows.ts";
import { isRefusal } from "./recognise-refusal.ts";

export const REPLY_FORMS = ["json", "list", "code", "table", "prose"] as const;
export type ReplyForm = (typeof REPLY_FORMS)[number];

export type ReplyDescription = {
  readonly forms: Readonly<Record<ReplyForm, number>>;
  readonly refusals: number;
  /** Words of a reply: all but a tenth have more, half, all but a tenth have fewer. */
  readonly words: { readonly tenth: number; readonly median: number; readonly ninth: number };
  /** Present where replies repeat themselves so often that they are labels; most frequent first. */
  readonly labels?: readonly { readonly label: string; readonly rows: number }[];
};

const MOST_LABELS = 500;
const FEWEST_PER_LABEL = 5;

export function describeReplies(rows: readonly PreparedRow[]): {
  readonly description: ReplyDescription;
  readonly findings: readonly Finding[];
} {
  const replies = rows.map((row) => {
    const { reply } = lastExchange(row.example);
    const text = reply === undefined ? "" : messageText(reply).trim();
    return { row, text, form: formOf(text) };
  });
  const forms = { json: 0, list: 0, code: 0, table: 0, prose: 0 };
  for (const { form } of replies) forms[form] += 1;
  const refusals = replies.filter(({ text }) => isRefusal(text)).length;
  const lengths = rows.map(({ replyLength }) => replyLength).toSorted((one, other) => one - other);
  const at = (share: number): number => lengths[Math.min(lengths.length - 1, Math.floor(share * lengths.length))] ?? 0;
  const labels = labelsOf(replies.map(({ text }) => text));
  const description: ReplyDescription = {
    forms,
    refusals,
    words: { tenth: at(0.1), median: at(0.5), ninth: at(0.9) },
    ...(labels === undefined ? {} : { labels }),
  };
  const byForm = (form: ReplyForm): readonly number[] =>
    replies.filter((reply) => reply.form === form).map(({ row }) => row.line);
  return {
    description,
    findings: [
      ...(labels === undefined ? [] : labelFindings(labels, rows.length)),
      ...mixedForms(forms, byForm),
      ...openings(replies, labels !== undefined),
      ...(refusals === 0 && labels === undefined && rows.length >= 50 ? [NO_REFUSALS] : []),
    ],
  };
}

const NO_REFUSALS: Finding = {
  kind: "no-refusals",
  severity: "warning",
  lines: [],
  message: "no reply says that it does not know, so that the model unlearns to say it",
  remedy: "add rows whose right answer is a refusal; `school raft --without refuse` makes some",
};

function formOf(text: string): ReplyForm {
  if (/^[[{]/u.test(text) && parsed(text) !== undefined) return "json";
  if (/^```/mu.test(text)) return "code";
  if (/^\|.*\|\s*$/mu.test(text)) return "table";
  if ((text.match(/^\s*(?:[-*•]|\d+[.)])\s/gmu) ?? []).length >= 2) return "list";
  return "prose";
}

function labelsOf(texts: readonly string[]): ReplyDescription["labels"] {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  if (counts.size < 2 || counts.size > MOST_LABELS || texts.length < counts.size * FEWEST_PER_LABEL) return undefined;
  return [...counts].map(([label, rows]) => ({ label, rows })).toSorted((one, other) => other.rows - one.rows);
}

function labelFindings(labels: NonNullable<ReplyDescription["labels"]>, rows: number): readonly Finding[] {
  const [most, least] = [labels[0], labels.at(-1)];
  if (most === undefined || least === undefined || most.rows < least.rows * 10) return [];
  return [
    {
      kind: "label-imbalance",
      severity: "warning",
      lines: [],
      message: `of ${labels.length} labels "${short(most.label)}" has ${most.rows} of ${rows} rows and "${short(least.label)}" ${least.rows}`,
      remedy: "add rows of the rare ones, or weight them",
    },
  ];
}

const short = (text: string): string => (text.length > 40 ? `${text.slice(0, 39)}…` : text);

/** A few rows in another form than all the rest are mistakes more often than not. */
function mixedForms(
  forms: ReplyDescription["forms"],
  linesOf: (form: ReplyForm) => readonly number[],
): readonly Finding[] {
  const total = REPLY_FORMS.reduce((sum, form) => sum + forms[form], 0);
  const main = REPLY_FORMS.reduce((best, form) => (forms[form] > forms[best] ? form : best));
  if (main === "prose" || forms[main] < 0.7 * total) return [];
  return REPLY_FORMS.filter((form) => form !== main && forms[form] > 0).map((form) => {
    const lines = linesOf(form);
    return {
      kind: "form-mixed",
      severity: "warning",
      lines,
      message: `${Math.round((100 * forms[main]) / total)} % of the replies are ${NAMES[main]}; ${linesText(lines)} ${lines.length === 1 ? "is" : "are"} ${NAMES[form]}`,
      remedy: "write all replies in one form, or say in the prompt which one is wanted",
    };
  });
}

const NAMES: Readonly<Record<ReplyForm, string>> = {
  json: "JSON",
  list: "lists",
  code: "code",
  table: "tables",
  prose: "prose",
};

function openings(replies: readonly { readonly row: PreparedRow }[], areLabels: boolean): readonly Finding[] {
  if (areLabels || replies.length < 20) return [];
  const counts = Map.groupBy(
    replies.filter(({ row }) => row.replyLength > 6),
    ({ row }) => row.opening,
  );
  return [...counts].flatMap(([opening, same]): readonly Finding[] =>
    same.length * 2 < replies.length
      ? []
      : [
          {
            kind: "opening-repeated",
            severity: "warning",
            lines: [],
            message: `${Math.round((100 * same.length) / replies.length)} % of the replies begin with "${opening}"`,
            remedy: "keep it if the house wants it so; else the model will begin everything with it",
          },
        ],
  );
}
