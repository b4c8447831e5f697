// A provider of hosted fine-tuning on loopback that speaks OpenAI's, Together's and Fireworks's shapes, and can misbehave.
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";

export type FakeJob = {
  readonly id: string;
  readonly file: string;
  readonly body: Readonly<Record<string, unknown>>;
  status: string;
  /** How often it was looked at. */
  looks: number;
  isCancelled: boolean;
};

export type FakeFile = { readonly id: string; readonly name: string; readonly text: string };

export type Call = { readonly method: string; readonly path: string; readonly headers: IncomingMessage["headers"] };

/** What a call is answered with in place of the truth; `lost` does the work and cuts the answer off. */
export type Fault =
  | {
      readonly kind: "status";
      readonly status: number;
      readonly body?: string;
      readonly headers?: Record<string, string>;
    }
  | { readonly kind: "lost" }
  | { readonly kind: "cut" }
  | { readonly kind: "body"; readonly body: string };

export type FakeProvider = AsyncDisposable & {
  readonly address: string;
  readonly files: FakeFile[];
  readonly jobs: FakeJob[];
  readonly calls: Call[];
  /** Asked before each call; the first call that it names a fault for gets it. */
  onCall: (call: Call) => Fault | undefined;
  /** What jobs become, one after the other, each time they are looked at. */
  statuses: readonly string[];
  /** Losses that the events tell, by OpenAI's shape. */
  losses: readonly number[];
  /** Fields over those of a job that is read. */
  jobFields: Readonly<Record<string, unknown>>;
  /** Answers of other paths: `METHOD path`. */
  readonly answers: Map<string, { readonly type: string; readonly body: Uint8Array | string }>;
};

export async function startFakeProvider(): Promise<FakeProvider> {
  const server = createServer((request, response) => void serve(fake, request, response));
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  const place = server.address();
  const port = typeof place === "object" && place !== null ? place.port : 0;
  const fake: FakeProvider = {
    address: `http://127.0.0.1:${port}/v1`,
    files: [],
    jobs: [],
    calls: [],
    onCall: () => undefined,
    statuses: ["queued", "running", "succeeded"],
    losses: [2.5, 1.5, 0.5],
    jobFields: {},
    answers: new Map(),
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => void server.close(resolve));
    },
  };
  return fake;
}

async function serve(fake: FakeProvider, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = Buffer.concat(await Array.fromAsync<Buffer>(request)).toString("utf8");
  const { method = "GET", url = "", headers } = request;
  const path = url.replace(/^\/v1\//u, "");
  const call = { method, path, headers };
  fake.calls.push(call);
  const fault = fake.onCall(call);
  if (fault?.kind === "status") {
    response.writeHead(fault.status, { "content-type": "application/json", ...fault.headers });
    response.end(fault.body ?? JSON.stringify({ error: { message: `status ${fault.status}` } }));
    return;
  }
  const answer =
    fault?.kind === "body" ? { status: 200, type: "application/json", body: fault.body } : answerOf(fake, call, body);
  if (fault?.kind === "lost") return void request.socket.destroy();
  response.writeHead(answer.status, { "content-type": answer.type, "content-length": Buffer.byteLength(answer.body) });
  if (fault?.kind === "cut") {
    response.write(answer.body.slice(0, Math.max(1, answer.body.length - 5)));
    setTimeout(() => request.socket.destroy(), 20);
    return;
  }
  response.end(answer.body);
}

type Answer = { readonly status: number; readonly type: string; readonly body: string | Uint8Array };

const json = (value: unknown, status = 200): Answer => ({
  status,
  type: "application/json",
  body: JSON.stringify(value),
});

function answerOf(fake: FakeProvider, { method, path }: Call, body: string): Answer {
  const given = fake.answers.get(`${method} ${path}`);
  if (given !== undefined) return { status: 200, ...given };
  const bare = path.split("?")[0] ?? "";
  const [, , jobId = "", rest] = /^(fine_tuning\/jobs|fine-tunes)\/([^/]+)(?:\/(\w+))?$/u.exec(bare) ?? [];
  const job = fake.jobs.find(({ id }) => id === jobId);
  if (method === "POST" && (bare === "files" || bare === "files/upload")) return json(addFile(fake, body));
  if (method === "GET" && bare === "files")
    return json({ data: fake.files.map(({ id, name }) => ({ id, filename: name })) });
  if (bare === "fine_tuning/jobs" || bare === "fine-tunes") {
    return method === "POST" ? json(addJob(fake, body)) : json({ data: fake.jobs.map((one) => shownJob(fake, one)) });
  }
  if (job === undefined) return json({ error: { message: `no ${path}` } }, 404);
  if (rest === "cancel") {
    job.isCancelled = true;
    return json({});
  }
  if (rest === "events") return json(eventsPage(fake, path));
  return json(lookAt(fake, job));
}

function addFile(fake: FakeProvider, body: string): object {
  const name = /filename="([^"]+)"/u.exec(body)?.[1] ?? "";
  const text = /(\{"messages".*\})\r?\n/su.exec(body)?.[1] ?? "";
  const file = { id: `file-${fake.files.length + 1}`, name, text };
  fake.files.push(file);
  return { id: file.id, filename: name, purpose: "fine-tune" };
}

function addJob(fake: FakeProvider, body: string): object {
  // why: what a test sends is what it looks at itself.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  const given = JSON.parse(body) as Readonly<Record<string, unknown>>;
  const job = {
    id: `ftjob-${fake.jobs.length + 1}`,
    file: String(given["training_file"]),
    body: given,
    status: fake.statuses[0] ?? "queued",
    looks: 0,
    isCancelled: false,
  };
  fake.jobs.push(job);
  return shownJob(fake, job);
}

function lookAt(fake: FakeProvider, job: FakeJob): object {
  job.status = job.isCancelled
    ? "cancelled"
    : (fake.statuses[Math.min(job.looks, fake.statuses.length - 1)] ?? "queued");
  job.looks += 1;
  return { ...shownJob(fake, job), ...fake.jobFields };
}

function shownJob(_fake: FakeProvider, job: FakeJob): object {
  const isDone = job.status === "succeeded" || job.status === "completed";
  return {
    id: job.id,
    status: job.status,
    training_file: job.file,
    fine_tuned_model: isDone ? `ft:base:${job.id}` : null,
    model_output_name: isDone ? `me/base-${job.id}` : null,
    error: job.status === "failed" ? { code: "invalid", message: "row 3 is too long", param: null } : null,
  };
}

/** Newest first, two a page, as a cursor asks for them; what is no metric stands among them. */
function eventsPage(fake: FakeProvider, path: string): object {
  const steps = fake.losses.map((loss, index) => ({
    id: `ev-${index + 1}`,
    type: "metrics",
    message: `Step ${index + 1}/${fake.losses.length}: training loss=${loss}`,
    data: index % 2 === 0 ? { step: index + 1, total_steps: fake.losses.length, train_loss: loss } : null,
  }));
  const all = [{ id: "ev-0", type: "message", message: "Created the job", data: null }, ...steps].toReversed();
  const after = /after=([\w-]+)/u.exec(path)?.[1];
  const from = after === undefined ? 0 : all.findIndex(({ id }) => id === after) + 1;
  return { data: all.slice(from, from + 2), has_more: from + 2 < all.length };
}
