type PortFault = 'not-a-port' | 'repeated'
export interface PortChip {
  readonly text: string
  readonly fault?: PortFault
}

/** What a line of ports will open, for showing while it is typed; full-width digits are read as digits. */
export function previewPorts(text: string): readonly PortChip[] {
  const seen = new Set<string>()
  return text
    .split(/[\s]+/)
    .filter((word) => word !== '')
    .map((word): PortChip => {
      const port = word.normalize('NFKC')
      if (!/^[1-9][0-9]{0,4}$/.test(port) || Number(port) > 65_535) return { text: word, fault: 'not-a-port' }
      if (seen.has(port)) return { text: port, fault: 'repeated' }
      seen.add(port)
      return { text: port }
    })
}
