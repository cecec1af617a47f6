/**
 * The lines `NAME=value` of a file, as systemd's EnvironmentFile has them: `#` starts a comment line,
 * quotes around a whole value are taken off. Lines that are neither are told in `faults`.
 */
export function parseFile(text: string, faults: string[]): Record<string, string> {
  const values: Record<string, string> = {}
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (/^\s*([#;].*)?$/.test(line)) continue
    const [, name, raw] = /^\s*(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)\s*=\s*(.*?)\s*$/.exec(line) ?? []
    if (name === undefined || raw === undefined) {
      faults.push(`BERTH_CONFIG, line ${index + 1}: write NAME=value`)
      continue
    }
    values[name] = /^"(.*)"$/.exec(raw)?.[1] ?? /^'(.*)'$/.exec(raw)?.[1] ?? raw
  }
  return values
}
