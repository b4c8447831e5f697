// Completion scripts, generated from the commands: each is self-contained and starts no program while completing.
import type { DescribedCommand, DescribedOption } from "./describe-commands.ts";

type Render = (commands: readonly DescribedCommand[]) => string;

export const SHELLS: Readonly<Record<string, Render>> = { bash: bashScript, zsh: zshScript, fish: fishScript };

function wordsOf({ subcommands, options, choices }: DescribedCommand): string {
  const names = subcommands.map(({ name }) => name);
  return [...names, ...choices, ...options.flatMap(({ flags }) => flags.filter((flag) => flag.startsWith("--")))].join(
    " ",
  );
}

function valueFlags(commands: readonly DescribedCommand[]): readonly string[] {
  const flags = commands.flatMap(({ options }) =>
    options.filter(({ takesValue }) => takesValue).flatMap((option) => option.flags),
  );
  return [...new Set(flags)];
}

function bashScript(commands: readonly DescribedCommand[]): string {
  const cases = commands.map((command) => `    "${command.path.join(" ")}") words="${wordsOf(command)}" ;;`);
  const groups = commands.filter(({ subcommands }) => subcommands.length > 0);
  const known = groups.map(
    ({ path, subcommands }) =>
      `      ${subcommands.map(({ name }) => `"${[...path, name].join(" ")}"`).join("|")}) path="$next" ;;`,
  );
  return `# bash completion for schoolbook
_schoolbook() {
  local current="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD-1]}" path="" words="" next word index
  for ((index = 1; index < COMP_CWORD; index++)); do
    word="\${COMP_WORDS[index]}"
    [[ "$word" == -* ]] && continue
    next="\${path:+$path }$word"
    case "$next" in
${known.join("\n")}
    esac
  done
  case "$previous" in
    -p|--project) COMPREPLY=($(compgen -d -- "$current")); return ;;
    ${valueFlags(commands)
      .filter((flag) => !["-p", "--project"].includes(flag))
      .join("|")}) COMPREPLY=(); return ;;
  esac
  case "$path" in
${cases.join("\n")}
  esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
  [[ \${#COMPREPLY[@]} -eq 0 && "$path" == "library "* ]] && COMPREPLY=($(compgen -f -- "$current"))
  return 0
}
complete -F _schoolbook schoolbook
`;
}

function zshScript(commands: readonly DescribedCommand[]): string {
  const cases = commands.map((command) => {
    const options = command.options.map((option) => `        ${zshOption(option)}`);
    const described = command.subcommands.map(({ name, description }) => `        ${quote(`${name}:${description}`)}`);
    const rest = command.choices.length > 0 ? [`        '1:choice:(${command.choices.join(" ")})'`] : [];
    const files = command.takesFile ? ["        '1:file:_files'"] : [];
    return `    ${quote(command.path.join(" "))})
      commands=(
${described.join("\n")}
      )
      arguments=(
${[...options, ...rest, ...files].join("\n")}
      ) ;;`;
  });
  const known = commands.flatMap(({ path }) => (path.length === 0 ? [] : [quote(path.join(" "))]));
  return `#compdef schoolbook
# zsh completion for schoolbook
_schoolbook() {
  local -a commands arguments known
  local route="" word next index last=1
  [[ "\${words[CURRENT-1]}" == (-p|--project) ]] && { _files -/; return }
  known=(${known.join(" ")})
  for ((index = 2; index < CURRENT; index++)); do
    word="\${words[index]}"
    [[ "$word" == -* ]] && continue
    next="\${route:+$route }$word"
    (( \${known[(Ie)$next]} )) && route="$next" && last=$index
  done
  case "$route" in
${cases.join("\n")}
  esac
  words=("\${(@)words[last,-1]}")
  (( CURRENT -= last - 1 ))
  if (( \${#commands} )) && [[ "\${words[CURRENT]}" != -* ]]; then
    _describe 'command' commands
  else
    _arguments -s "\${arguments[@]}"
  fi
}
compdef _schoolbook schoolbook
`;
}

function zshOption({ flags, takesValue, description }: DescribedOption): string {
  const text = description
    .replaceAll("[", "(")
    .replaceAll("]", ")")
    .replaceAll(":", String.raw`\:`);
  const long = flags.at(-1) ?? "";
  const action = long === "--project" ? ":folder:_files -/" : takesValue ? ":value:" : "";
  return quote(`*${long}[${text}]${action}`);
}

function fishScript(commands: readonly DescribedCommand[]): string {
  const lines = commands.flatMap(({ path, subcommands, options, choices }) => {
    const condition =
      path.length === 0
        ? "__fish_use_subcommand"
        : seen(
            path,
            subcommands.map(({ name }) => name),
          );
    const entries = [
      ...subcommands.map(({ name, description }) => `-a ${quote(name)} -d ${quote(description)}`),
      ...choices.map((choice) => `-a ${quote(choice)}`),
      ...(path.length === 0 ? options : options.filter((option) => !isGlobal(option, commands))).map(fishOption),
    ];
    return entries.map((entry) => `complete -c schoolbook -n ${quote(condition)} ${entry}`);
  });
  const globals = (commands[0]?.options ?? []).map((option) => `complete -c schoolbook ${fishOption(option)}`);
  return `# fish completion for schoolbook\ncomplete -c schoolbook -f\n${[...globals, ...lines].join("\n")}\n`;
}

function seen(path: readonly string[], children: readonly string[]): string {
  const came = path.map((name) => `__fish_seen_subcommand_from ${name}`).join("; and ");
  return children.length === 0 ? came : `${came}; and not __fish_seen_subcommand_from ${children.join(" ")}`;
}

function isGlobal({ flags }: DescribedOption, commands: readonly DescribedCommand[]): boolean {
  return commands[0]?.options.some((option) => option.flags.at(-1) === flags.at(-1)) === true;
}

function fishOption({ flags, takesValue, description }: DescribedOption): string {
  const names = flags.map((flag) => (flag.startsWith("--") ? `-l ${flag.slice(2)}` : `-s ${flag.slice(1)}`));
  return `${names.join(" ")}${takesValue ? " -r" : ""} -d ${quote(description)}`;
}

/** Single quotes for a POSIX shell and for fish alike. */
function quote(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
