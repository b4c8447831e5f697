// Which of the program's own Node flags a thread is started with.

/** What says how modules are loaded; the value stands behind `=` or is the next argument. */
const WITH_VALUE = new Set(["--import", "--require", "-r", "--loader", "--experimental-loader", "--conditions", "-C"]);
const ALONE =
  /^--(?:no-)?(?:(?:experimental-)?strip-types|experimental-transform-types|warnings|enable-source-maps|preserve-symlinks)$/u;

const OF_A_TEXT = /^(?:--(?:input-type|eval|print)(?:=|$)|-(?:e|p|pe)$)/u;

/**
 * Undefined where a thread may inherit them all. A program given as text (`node --input-type=module -e …`) says so in
 * flags that Node refuses to a thread with a file; and since it also refuses V8's flags in a list, only those are listed
 * that say how modules are loaded.
 */
export function workerArguments(given: readonly string[] = process.execArgv): string[] | undefined {
  if (!given.some((argument) => OF_A_TEXT.test(argument))) return undefined;
  return given.flatMap((argument, index) => {
    const [name = ""] = argument.split("=", 1);
    if (ALONE.test(argument)) return [argument];
    if (!WITH_VALUE.has(name)) return [];
    const value = given[index + 1];
    return name === argument && value !== undefined ? [argument, value] : [argument];
  });
}

/** To be spread into the options of a thread. */
export function workerFlags(): { readonly execArgv?: string[] } {
  const execArgv = workerArguments();
  return execArgv === undefined ? {} : { execArgv };
}
