export interface Completable {
  readonly name: string
  readonly description: string
  readonly words: readonly string[]
  /** Whose names it takes. */
  readonly takes: keyof typeof listing | undefined
}

/** What lists names. */
const listing = {
  container: 'berth ps --quiet 2>/dev/null',
  image: 'berth images --quiet 2>/dev/null',
}

/** For `source <(berth completion bash)`. An image's name has a colon, which bash takes for the end of a word. */
export function bashScript(commands: readonly Completable[]): string {
  const cases = commands.map(
    ({ name, words, takes }) =>
      `    ${name}) words="${words.join(' ')}${takes === undefined ? '' : ` $(${listing[takes]})`}" ;;`,
  )
  return `_berth() {
  local words typed before
  typed="\${COMP_LINE:0:$COMP_POINT}"
  typed="\${typed##* }"
  case "\${COMP_WORDS[1]}" in
${cases.join('\n')}
  esac
  if [ "$COMP_CWORD" -le 1 ]; then words="${commands.map(({ name }) => name).join(' ')}"; fi
  COMPREPLY=($(compgen -W "$words" -- "$typed"))
  before="\${typed%"\${typed##*:}"}"
  if [[ "$COMP_WORDBREAKS" == *:* ]]; then COMPREPLY=("\${COMPREPLY[@]#"$before"}"); fi
}
complete -o default -F _berth berth
`
}

/** For \`source <(berth completion zsh)\`: zsh runs bash's by its own bashcompinit. */
export const zshScript = (commands: readonly Completable[]): string =>
  `autoload -Uz compinit bashcompinit\ncompinit\nbashcompinit\n${bashScript(commands)}`

/** For `berth completion fish | source`. */
export function fishScript(commands: readonly Completable[]): string {
  const quote = (text: string) => `'${text.replaceAll(/['\\]/g, (each) => `\\${each}`)}'`
  const lines = commands.flatMap(({ name, description, words, takes }) => [
    `complete -c berth -n __fish_use_subcommand -f -a ${name} -d ${quote(description)}`,
    ...words.map((word) => {
      const what = word.startsWith('--') ? `-l ${word.slice(2)}` : `-f -a ${word}`
      return `complete -c berth -n '__fish_seen_subcommand_from ${name}' ${what}`
    }),
    ...(takes === undefined
      ? []
      : [`complete -c berth -n '__fish_seen_subcommand_from ${name}' -a '(${listing[takes]})'`]),
  ])
  return `${lines.join('\n')}\n`
}
