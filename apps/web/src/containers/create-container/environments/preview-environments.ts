import { previewWords } from '../../shared/preview-words.ts'

type EnvironmentFault = 'no-equals' | 'bad-name' | 'repeated'
/** One variable as it would be set, or why it would not. */
export interface EnvironmentChip {
  readonly name: string
  readonly value: string
  readonly fault?: EnvironmentFault
}

/** What a line of environment variables will set, for showing while it is typed. `open`: a quote is missing. */
export function previewEnvironments(text: string): {
  readonly chips: readonly EnvironmentChip[]
  readonly open: boolean
} {
  const { words, open } = previewWords(text)
  const seen = new Set<string>()
  const chips = words.map((word): EnvironmentChip => {
    const at = word.indexOf('=')
    if (at === -1) return { name: word, value: '', fault: 'no-equals' }
    const name = word.slice(0, at)
    const value = word.slice(at + 1)
    if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) return { name, value, fault: 'bad-name' }
    if (seen.has(name)) return { name, value, fault: 'repeated' }
    seen.add(name)
    return { name, value }
  })
  return { chips, open }
}
