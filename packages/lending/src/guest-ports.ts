import { accepted, quotable, refused, type Judged } from './judged.ts'

export const guestPortCount = 32

type Input = string | number | readonly (string | number)[]

/** Ports that the container listens on (TCP), as typed, a number or an array, into different numbers 1–65535 in the order given. */
export function judgeGuestPorts(input: Input | undefined): Judged<number[]> {
  const words = toWords(input ?? [])
  if (words.length > guestPortCount) return refused('guestPorts', 'ports-too-many', { max: guestPortCount })
  const ports = new Set<number>()
  for (const word of words) {
    const port = toPort(word)
    if (port === null || ports.has(port))
      return refused('guestPorts', 'port-invalid', { port: quotable(word) })
    ports.add(port)
  }
  return accepted([...ports])
}

function toWords(input: Input): string[] {
  if (typeof input === 'string') return input.split(/\s+/).filter((word) => word !== '')
  return typeof input === 'number' ? [String(input)] : input.map(String)
}

/** Japanese keyboards make full-width digits: they are read as the digits they are. */
function toPort(word: string): number | null {
  const digits = word.replaceAll(/[０-９]/g, (digit) => String.fromCharCode(digit.charCodeAt(0) - 0xfee0))
  if (!/^[1-9][0-9]{0,4}$/.test(digits)) return null
  const port = Number(digits)
  return port <= 65_535 ? port : null
}
