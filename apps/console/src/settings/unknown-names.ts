import { generalSchema, ldapSchema } from './schema.ts'

/** Read by other parts than the console: the agent, the scripts, the CLI, the tests. */
const elsewhere =
  /^BERTH_(CONFIG|AGENT_[A-Z_]+|INSTANCE|TEST_[A-Z_]+|SERVER|TOKEN|BENCH_[A-Z_]+|BACKENDS_[A-Z0-9_]+_(URL|TOKEN|CA|ALLOW_UNHARDENED))$/

const known = [...Object.keys(generalSchema.shape), ...Object.keys(ldapSchema.shape)]

/** A fault for each name that nobody reads: a misspelt setting must not be ignored in silence. */
export function unknownNames(names: readonly string[]): string[] {
  return names
    .filter((name) => !known.includes(name) && !elsewhere.test(name))
    .map((name) => {
      const near = known
        .map((other) => ({ other, steps: distance(name, other) }))
        .sort((a, b) => a.steps - b.steps)[0]
      const advice = near && near.steps <= 4 ? `did you mean ${near.other}?` : 'remove it'
      return `${name}: there is no such setting; ${advice}`
    })
}

/** Levenshtein's distance: insertions, deletions and substitutions. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i]
    for (let j = 1; j <= b.length; j += 1) {
      const substituted = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, substituted))
    }
    row = next
  }
  return row[b.length] ?? 0
}
