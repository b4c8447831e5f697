// Loaded before every test file: a test that prints, leaves the machine or draws unseeded random numbers fails.
import { Socket } from "node:net";

import { afterEach, beforeEach, vi } from "vitest";

const loopback = /^(127\.|::1$|localhost$|::ffff:127\.)/;
// oxlint-disable-next-line typescript/unbound-method -- why: it is called back with the socket as `this` below
const connect = Socket.prototype.connect;

// why: node:net's overloads cannot be spelled as one signature; only the first argument is looked at.
Socket.prototype.connect = function guarded(this: Socket, ...args: unknown[]): Socket {
  const first: unknown = Array.isArray(args[0]) ? args[0][0] : args[0];
  const host = typeof first === "object" && first !== null && "host" in first ? String(first.host) : undefined;
  if (host !== undefined && host !== "undefined" && !loopback.test(host)) {
    throw new Error(`A test tried to connect to ${host}; tests may only use loopback.`);
  }
  return Reflect.apply(connect, this, args);
};

const levels = ["log", "info", "warn", "error", "debug"] as const;

beforeEach(() => {
  for (const level of levels) {
    vi.spyOn(console, level).mockImplementation((...args) => {
      throw new Error(`A test called console.${level}: ${args.map(String).join(" ")}`);
    });
  }
  vi.spyOn(Math, "random").mockImplementation(() => {
    throw new Error("A test used Math.random; take randomness from Runtime, seeded.");
  });
});

afterEach(() => {
  vi.restoreAllMocks();
});
