import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer, get } from "node:http";
import { connect } from "node:net";
import { text } from "node:stream/consumers";

import { afterEach, expect, test } from "vitest";

const stops: (() => void)[] = [];

afterEach(() => {
  for (const stop of stops.splice(0)) stop();
});

/** A proxy that leads every host to one server, and notes who was asked for. */
async function startProxy(): Promise<{
  readonly address: string;
  readonly direct: string;
  readonly tunnels: string[];
}> {
  const target = createServer((request, response) => response.end(`${request.headers.host}${request.url}`));
  const tunnels: string[] = [];
  const proxy = createServer((request, response) => get(`${direct}${request.url}`, (answer) => answer.pipe(response)));
  proxy.on("connect", (request, socket) => {
    tunnels.push(`${request.url} ${request.headers["proxy-authorization"] ?? ""}`.trim());
    const onward = connect(Number(new URL(direct).port), "127.0.0.1", () => {
      socket.write("HTTP/1.1 200 OK\r\n\r\n");
      onward.pipe(socket).pipe(onward);
    });
    onward.on("error", () => socket.destroy());
    socket.on("error", () => onward.destroy());
  });
  const ports = await Promise.all(
    [target, proxy].map(async (server) => {
      stops.push(() => void (server.closeAllConnections(), server.close()));
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
      const address = server.address();
      return typeof address === "object" ? address?.port : undefined;
    }),
  );
  const direct = `http://127.0.0.1:${ports[0]}`;
  return { address: `http://ann:key@127.0.0.1:${ports[1]}`, direct, tunnels };
}

/** Proxies are set for a whole process, so each test has one of its own. */
async function fetchInChild(url: string, env: Readonly<Record<string, string>>): Promise<string> {
  const script = `
    import { proxyFetch } from ${JSON.stringify(new URL("./proxy-fetch.ts", import.meta.url).href)};
    try {
      process.stdout.write(await (await proxyFetch(process.env)(${JSON.stringify(url)})).text());
    } catch (error) {
      process.stdout.write(error.code ?? error.cause?.code ?? error.message);
    }`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", script], {
    env,
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [said] = await Promise.all([text(child.stdout), once(child, "close")]);
  return said;
}

test("requests go through the proxy that the environment names, with its password", async () => {
  const proxy = await startProxy();
  expect(await fetchInChild("http://hub.test/a", { HTTP_PROXY: proxy.address })).toBe("hub.test/a");
  expect(proxy.tunnels).toEqual([`hub.test:80 Basic ${btoa("ann:key")}`]);
});

test("encrypted requests are tunnelled", async () => {
  const proxy = await startProxy();
  await fetchInChild("https://hub.test/a", { https_proxy: proxy.address });
  expect(proxy.tunnels).toEqual([`hub.test:443 Basic ${btoa("ann:key")}`]);
});

test("this machine's own servers are asked directly, and so is what NO_PROXY names", async () => {
  const proxy = await startProxy();
  const env = { HTTP_PROXY: proxy.address, NO_PROXY: "hub.invalid" };
  expect(await fetchInChild(`${proxy.direct}/own`, env)).toContain("/own");
  expect(await fetchInChild("http://hub.invalid/x", env)).toBe("ENOTFOUND");
  expect(proxy.tunnels).toEqual([]);
});

test("a proxy that is no address is a mistake in words", async () => {
  expect(await fetchInChild("http://hub.test/", { HTTP_PROXY: "http://" })).toBe("usage");
});

test("without a proxy nothing is changed", async () => {
  const proxy = await startProxy();
  expect(await fetchInChild(`${proxy.direct}/plain`, {})).toContain("/plain");
});
