/** An IPv4 network: its first address as a number, and how many addresses it has. */
export interface Subnet {
  readonly first: number
  readonly size: number
}

/** `10.64.0.0/12` to numbers; undefined for anything that is not an IPv4 network in that form. */
export function parseSubnet(cidr: string): Subnet | undefined {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(cidr.trim())
  if (match === null) return undefined
  const bytes = match.slice(1, 5).map(Number)
  const prefix = Number(match[5])
  if (prefix < 1 || prefix > 32 || bytes.some((byte) => byte > 255)) return undefined
  const address = bytes.reduce((sum, byte) => sum * 256 + byte, 0)
  const size = 2 ** (32 - prefix)
  return { first: address - (address % size), size }
}

export function formatSubnet({ first, size }: Subnet): string {
  const bytes = [24, 16, 8, 0].map((shift) => Math.floor(first / 2 ** shift) % 256)
  return `${bytes.join('.')}/${32 - Math.log2(size)}`
}

export const overlaps = (a: Subnet, b: Subnet): boolean =>
  a.first < b.first + b.size && b.first < a.first + a.size

/** The first subnet of `prefix` bits within the ranges that meets none of those in use. */
export function freeSubnet(
  ranges: readonly Subnet[],
  prefix: number,
  used: readonly Subnet[],
): Subnet | undefined {
  const size = 2 ** (32 - prefix)
  for (const range of ranges) {
    const inRange = used.filter((one) => overlaps(one, range)).toSorted((a, b) => a.first - b.first)
    let first = range.first
    for (const one of inRange) {
      if (first + size <= one.first) break
      first = Math.max(first, Math.ceil((one.first + one.size) / size) * size)
    }
    if (first + size <= range.first + range.size) return { first, size }
  }
  return undefined
}
