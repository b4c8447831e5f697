// The network as a shell's user has set it up: through the proxies that HTTPS_PROXY, HTTP_PROXY and NO_PROXY name.
import { setGlobalProxyFromEnv } from "node:http";

import { SchoolbookError } from "./errors.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/** A proxy cannot reach this machine's own servers, such as a model's; NO_PROXY seldom names them. */
const OWN = ["localhost", "127.0.0.1", "[::1]"];

/** A fetch that sets the process's proxies when it is first used: without one in the environment nothing is changed. */
export function proxyFetch(env: Environment): typeof fetch {
  let isReady = false;
  return async (input, init) => {
    if (!isReady) useProxies(env);
    isReady = true;
    return globalThis.fetch(input, init);
  };
}

function useProxies(env: Environment): void {
  const names = ["HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy"].filter((name) => (env[name] ?? "") !== "");
  if (names.length === 0) return;
  const without = [env["no_proxy"] ?? env["NO_PROXY"] ?? "", ...OWN].filter((host) => host !== "").join(",");
  try {
    setGlobalProxyFromEnv({ ...env, no_proxy: without });
  } catch (cause) {
    const first = names[0] ?? "";
    throw new SchoolbookError("usage", `${names.join(" or ")} is not the address of a proxy.`, {
      hint: `Write for example ${first}=http://proxy.example.org:8080, or unset it.`,
      cause,
    });
  }
}
