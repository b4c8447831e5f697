// One model on one server: its address, its headers, and how to speak of it without giving a key away.
import { SchoolbookError } from "../../core/errors.ts";
import { createLimiter, type Limiter } from "../../core/limiter.ts";
import type { Runtime } from "../../core/runtime.ts";
import type { EngineContext, ModelReference } from "../engine.ts";
import { type Preset, PRESETS } from "./presets.ts";

export type ModelServer = {
  readonly preset: Preset;
  /** The reference as it may be shown: without credentials. */
  readonly reference: string;
  /** The address as it may be shown. */
  readonly place: string;
  readonly model: string;
  readonly keyVariable: string | undefined;
  readonly hasKey: boolean;
  /** Without one it would refuse; a server at an address of one's own may need none. */
  readonly wantsKey: boolean;
  readonly isLocal: boolean;
  readonly timeoutMs: number;
  /** The longest that a whole reply may take; undefined: by the tokens that it may have. */
  readonly maxDurationMs: number | undefined;
  readonly limiter: Limiter;
  readonly runtime: Runtime;
  /** The address of a call; its path is put after the server's, whose own query is kept. */
  url(path: string): URL;
  readonly headers: Readonly<Record<string, string>>;
  /** The text without any of the server's secrets. */
  redact(text: string): string;
};

const DEFAULT_TIMEOUT_MS = 120_000;
const LOOPBACK = /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/u;

/** Throws where the reference or its options cannot mean a server; looks nowhere but into the environment. */
export function openModelServer(reference: ModelReference, context: EngineContext): ModelServer {
  const preset = presetOf(reference);
  const { options, runtime } = context;
  const { address, model } = locate(reference, preset, options.baseUrl);
  const secrets = secretsOf(preset, address, context);
  const base = new URL(address);
  base.username = "";
  base.password = "";
  base.hash = "";
  const place = `${base.origin}${base.pathname.replace(/\/$/u, "")}`;
  return {
    preset,
    reference:
      preset.baseUrl === undefined && options.baseUrl === undefined
        ? `${preset.scheme}:${place}#${model}`
        : reference.text,
    place,
    model,
    keyVariable: options.keyVariable ?? preset.keyVariable,
    hasKey: secrets.key !== undefined,
    wantsKey: options.keyVariable !== undefined || (preset.keyVariable !== undefined && options.baseUrl === undefined),
    isLocal: LOOPBACK.test(base.hostname),
    timeoutMs: options.timeoutMs ?? DEFAULT_TIMEOUT_MS,
    maxDurationMs: options.maxDurationMs,
    limiter: createLimiter({ max: options.concurrency ?? preset.concurrency, runtime }),
    runtime,
    url: (path) => new URL(`${place}${path}${base.search}`),
    headers: secrets.headers,
    redact: (text) => secrets.values.reduce((clean, secret) => clean.replaceAll(secret, "(not shown)"), text),
  };
}

/** Refuses a server elsewhere when nothing may leave the machine. */
export function refuseOffline(server: ModelServer, offline: boolean): void {
  if (!offline || server.isLocal) return;
  throw new SchoolbookError(
    "offline",
    `${server.reference} answers at ${server.place}, and --offline forbids to ask.`,
    {
      hint: "Leave --offline out, or choose a model on this machine.",
      details: { model: server.reference, server: server.place },
    },
  );
}

function presetOf({ scheme }: ModelReference): Preset {
  const preset = PRESETS.find((one) => one.scheme === scheme);
  if (preset === undefined) throw new SchoolbookError("internal", `No preset is called ${scheme}.`);
  return preset;
}

type Located = { readonly address: URL; readonly model: string };

function locate({ name, scheme }: ModelReference, preset: Preset, baseUrl: string | undefined): Located {
  const known = baseUrl ?? preset.baseUrl;
  if (known !== undefined) return { address: parseAddress(known, scheme), model: named(name, scheme) };
  const [given, model] = splitOnce(name, "#");
  if (!/^https?:\/\//iu.test(given)) {
    throw new SchoolbookError("config_invalid", `${scheme}:… has no address of a server.`, {
      hint: `Write \`${scheme}:http://host:port/v1#model\`, or give the model a \`baseUrl\` in the configuration.`,
    });
  }
  return { address: parseAddress(given, scheme), model: named(model, scheme) };
}

function named(model: string, scheme: string): string {
  if (model.trim() !== "") return model;
  throw new SchoolbookError("config_invalid", `A reference that begins with ${scheme}: names no model.`, {
    hint: scheme === "openai-compatible" ? "Put it after #: `…/v1#model`." : `Write \`${scheme}:model\`.`,
  });
}

function parseAddress(text: string, scheme: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol === "http:" || url?.protocol === "https:") return url;
  throw new SchoolbookError("config_invalid", `The address of ${scheme} is no http or https address.`, {
    hint: "Write it like `http://host:8000/v1`.",
  });
}

type Secrets = {
  readonly key: string | undefined;
  readonly headers: Readonly<Record<string, string>>;
  readonly values: readonly string[];
};

function secretsOf(preset: Preset, address: URL, { options, runtime }: EngineContext): Secrets {
  const variable = options.keyVariable ?? preset.keyVariable;
  const key = variable === undefined ? undefined : (runtime.env[variable]?.trim() ?? "") || undefined;
  const given = Object.entries(options.headers ?? {}).map(
    ([name, value]) => [name.toLowerCase(), fillIn(value, runtime.env)] as const,
  );
  const login = address.username === "" ? undefined : basicLogin(address);
  const headers = {
    "content-type": "application/json",
    ...(login === undefined ? {} : { authorization: login }),
    ...(key === undefined ? {} : { [preset.keyHeader]: preset.keyHeader === "api-key" ? key : `Bearer ${key}` }),
    ...Object.fromEntries(given),
  };
  for (const [name, value] of Object.entries(headers)) checkHeader(name, value, variable);
  const hidden = [key, login, decodeURIComponent(address.password), ...given.map(([, value]) => value)];
  const queried = [...address.searchParams]
    .filter(([name]) => /key|token|secret/iu.test(name))
    .map(([, value]) => value);
  const values = [...hidden, ...queried].filter((value): value is string => value !== undefined && value.length > 3);
  return { key, headers, values: values.toSorted((left, right) => right.length - left.length) };
}

function basicLogin({ username, password }: URL): string {
  const pair = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return `Basic ${Buffer.from(pair).toString("base64")}`;
}

function fillIn(value: string, env: Runtime["env"]): string {
  return value.replaceAll(/\$\{(\w+)\}/gu, (_, name: string) => env[name] ?? "");
}

/** Checked here because fetch would repeat the value in its complaint. */
function checkHeader(name: string, value: string, variable: string | undefined): void {
  if (/^[\t\u0020-\u007e\u0080-\u00ff]*$/u.test(value) && /^[\w!#$%&'*+.^`|~-]+$/u.test(name)) return;
  const source =
    name === "authorization" || name === "api-key" ? `the key in ${variable ?? "the address"}` : "its value";
  throw new SchoolbookError(
    "config_invalid",
    `The header ${JSON.stringify(name)} cannot be sent: ${source} holds a character that headers may not have.`,
    {
      hint: "Look for line breaks and for typographic characters that crept in while copying.",
    },
  );
}

function splitOnce(text: string, mark: string): readonly [string, string] {
  const at = text.indexOf(mark);
  return at < 0 ? [text, ""] : [text.slice(0, at), text.slice(at + mark.length)];
}
