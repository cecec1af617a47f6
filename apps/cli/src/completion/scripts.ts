export interface Completable {
  readonly name: string
  readonly description: string
  readonly words: readonly string[]
  readonly takesContainer: boolean
}

const containers = 'berth ps --quiet 2>/dev/null'

/** For `source <(berth completion bash)`. */
export function bashScript(commands: readonly Completable[]): string {
  const cases = commands.map(
    ({ name, words, takesContainer }) =>
      `    ${name}) words="${words.join(' ')}${takesContainer ? ` $(${containers})` : ''}" ;;`,
  )
  return `_berth() {
  local words
  case "\${COMP_WORDS[1]}" in
${cases.join('\n')}
  esac
  if [ "$COMP_CWORD" -le 1 ]; then words="${commands.map(({ name }) => name).join(' ')}"; fi
  COMPREPLY=($(compgen -W "$words" -- "\${COMP_WORDS[COMP_CWORD]}"))
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
  const lines = commands.flatMap(({ name, description, words, takesContainer }) => [
    `complete -c berth -n __fish_use_subcommand -f -a ${name} -d ${quote(description)}`,
    ...words.map((word) => {
      const what = word.startsWith('--') ? `-l ${word.slice(2)}` : `-f -a ${word}`
      return `complete -c berth -n '__fish_seen_subcommand_from ${name}' ${what}`
    }),
    ...(takesContainer
      ? [`complete -c berth -n '__fish_seen_subcommand_from ${name}' -a '(${containers})'`]
      : []),
  ])
  return `${lines.join('\n')}\n`
}
