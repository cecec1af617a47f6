/** Colours are the palette's index 0–255 or `#rrggbb`. */
export interface Style {
  readonly fg?: number | string
  readonly bg?: number | string
  readonly bold?: boolean
  readonly dim?: boolean
  readonly italic?: boolean
  readonly underline?: boolean
  readonly inverse?: boolean
}
/** A stretch of text in one style. */
export interface Span {
  readonly text: string
  readonly style: Style
}

// ECMA-48, 5.4: CSI … final byte; OSC, DCS, APC, PM, SOS … until BEL or ST; two-byte escapes; other control characters.
const escape = String.fromCharCode(27)
const bell = String.fromCharCode(7)
const controls = `[${String.fromCharCode(0)}-${String.fromCharCode(8)}${String.fromCharCode(11)}-${String.fromCharCode(31)}${String.fromCharCode(127)}]`
const sequence = new RegExp(
  [
    `${escape}\\[([0-9;:<=>?]*)[ -/]*([@-~])`,
    `${escape}[\\]PX^_][^${bell}${escape}]*(?:${bell}|${escape}\\\\)?`,
    `${escape}[ -/]*[0-~]?`,
    controls,
  ].join('|'),
  'g',
)

/**
 * The text of a line in its colours; every other control sequence is left out. `style` is what the
 * line before ended with. A carriage return starts the line again, as progress bars do.
 */
export function parseAnsi(line: string, style: Style = {}): { spans: Span[]; style: Style } {
  const shown = line.replace(/\r+$/, '')
  const text = shown.slice(shown.lastIndexOf('\r') + 1)
  const spans: Span[] = []
  let current = style
  let from = 0
  for (const match of text.matchAll(sequence)) {
    push(spans, text.slice(from, match.index), current)
    from = match.index + match[0].length
    if (match[2] === 'm') current = applySgr(match[1] ?? '', current)
  }
  push(spans, text.slice(from), current)
  return { spans, style: current }
}

/** A line without colours and control sequences: for searching, copying and saving. */
export const plainText = (line: string): string =>
  parseAnsi(line)
    .spans.map((span) => span.text)
    .join('')

function push(spans: Span[], text: string, style: Style): void {
  if (text !== '') spans.push({ text, style })
}

const attributes: Readonly<Record<number, Style>> = {
  1: { bold: true },
  2: { dim: true },
  3: { italic: true },
  4: { underline: true },
  7: { inverse: true },
  22: { bold: false, dim: false },
  23: { italic: false },
  24: { underline: false },
  27: { inverse: false },
}

/** Select Graphic Rendition (ECMA-48, 8.3.117), with the 256 and 24-bit colours of ITU T.416. */
function applySgr(parameters: string, style: Style): Style {
  const codes = parameters.split(/[;:]/).map(Number)
  let next = style
  for (let at = 0; at < codes.length; at += 1) {
    const code = codes[at] ?? 0
    if (code === 38 || code === 48) {
      const { colour, used } = extendedColour(codes.slice(at + 1))
      at += used
      if (colour !== undefined) next = { ...next, [code === 38 ? 'fg' : 'bg']: colour }
    } else next = applyCode(code, next)
  }
  return next
}

function applyCode(code: number, style: Style): Style {
  if (code === 0) return {}
  if (code === 39) return without(style, 'fg')
  if (code === 49) return without(style, 'bg')
  if (code >= 30 && code <= 37) return { ...style, fg: code - 30 }
  if (code >= 40 && code <= 47) return { ...style, bg: code - 40 }
  if (code >= 90 && code <= 97) return { ...style, fg: code - 82 }
  if (code >= 100 && code <= 107) return { ...style, bg: code - 92 }
  return { ...style, ...attributes[code] }
}

function without(style: Style, name: 'fg' | 'bg'): Style {
  return Object.fromEntries(Object.entries(style).filter(([key]) => key !== name))
}

function extendedColour(codes: readonly number[]): { colour?: number | string; used: number } {
  const byte = (value: number | undefined) => (value !== undefined && value >= 0 && value <= 255 ? value : 0)
  if (codes[0] === 5) return { colour: byte(codes[1]), used: 2 }
  if (codes[0] !== 2) return { used: 1 }
  const hex = codes.slice(1, 4).map((value) => byte(value).toString(16).padStart(2, '0'))
  return { colour: `#${hex.join('').padEnd(6, '0')}`, used: 4 }
}

/** VGA's sixteen colours: on a background that the program chose, its colours are taken literally. */
const literal = [
  '#000000',
  '#aa0000',
  '#00aa00',
  '#aa5500',
  '#0000aa',
  '#aa00aa',
  '#00aaaa',
  '#aaaaaa',
  '#555555',
  '#ff5555',
  '#55ff55',
  '#ffff55',
  '#5555ff',
  '#ff55ff',
  '#55ffff',
  '#ffffff',
]
const darkOnes = new Set([0, 1, 4, 5, 8])

/** Text and background of a style as CSS colours; undefined: the page's own. */
export function cssColours({ fg, bg, inverse }: Style): {
  color: string | undefined
  background: string | undefined
} {
  const [front, back] = inverse === true ? [bg, fg] : [fg, bg]
  if (back === undefined) {
    const color = front === undefined ? undefined : legible(front)
    return inverse === true
      ? { color: color ?? 'var(--log-background)', background: 'var(--log-foreground)' }
      : { color, background: undefined }
  }
  const exact = (colour: number | string) =>
    (typeof colour === 'number' ? literal[colour] : undefined) ?? cssColour(colour)
  const plain = typeof back === 'number' && darkOnes.has(back) ? '#ffffff' : '#000000'
  return { color: front === undefined ? plain : exact(front), background: exact(back) }
}

/** A text colour made darker or lighter where the page's background would swallow it; the first 16 are legible as they are. */
function legible(colour: number | string): string {
  const css = cssColour(colour)
  if (typeof colour === 'number' && colour < 16) return css
  return `light-dark(color-mix(in oklab, ${css}, black 45%), color-mix(in oklab, ${css}, white 30%))`
}

const levels = [0, 95, 135, 175, 215, 255]

/** A palette index as a CSS colour: the first 16 follow the theme (`--log-colour-N`), the others are xterm's. */
export function cssColour(colour: number | string): string {
  if (typeof colour === 'string') return colour
  if (colour < 16) return `var(--log-colour-${colour})`
  if (colour >= 232) {
    const grey = 8 + (colour - 232) * 10
    return `rgb(${grey} ${grey} ${grey})`
  }
  const index = colour - 16
  const level = (place: number) => levels[Math.floor(index / place) % 6] ?? 0
  return `rgb(${level(36)} ${level(6)} ${level(1)})`
}
