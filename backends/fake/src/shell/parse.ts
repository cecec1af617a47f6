/** One command of a script: its words, where its output goes, and whether the script goes on meanwhile. */
export interface Statement {
  readonly words: readonly string[]
  readonly output: { readonly file: string } | 'stdout' | 'stderr'
  readonly background: boolean
}

const token = /\s*("(?:[^"\\]|\\.)*"|'[^']*'|>&2|>|;|&|(?:[^\s"';&>\\]|\\.)+)/gy

/** Reads a script of simple commands, as much of sh as the conformance suite writes. */
export function parse(script: string, environment: ReadonlyMap<string, string>): Statement[] {
  const statements: Statement[] = []
  let words: string[] = []
  let output: Statement['output'] = 'stdout'
  let toFile = false
  const end = (background: boolean) => {
    if (words.length > 0) statements.push({ words, output, background })
    words = []
    output = 'stdout'
  }
  for (const [, raw = ''] of script.matchAll(token)) {
    if (raw === ';' || raw === '&') end(raw === '&')
    else if (raw === '>&2') output = 'stderr'
    else if (raw === '>') toFile = true
    else if (toFile) {
      output = { file: wordOf(raw, environment) }
      toFile = false
    } else words.push(wordOf(raw, environment))
  }
  end(false)
  return statements
}

function wordOf(raw: string, environment: ReadonlyMap<string, string>): string {
  if (raw.startsWith("'")) return raw.slice(1, -1)
  const text = raw.startsWith('"') ? raw.slice(1, -1) : raw
  return text.replaceAll(/\$(\w+)/g, (_, name: string) => environment.get(name) ?? '')
}
