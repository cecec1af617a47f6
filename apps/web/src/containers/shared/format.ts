const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'] as const

/** Bytes in the largest unit that keeps the number at 1 or more, with three figures: `1.5 GiB`. */
export function formatBytes(bytes: number, language: string): string {
  const power = bytes < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log2(bytes) / 10))
  const value = bytes / 1024 ** power
  const number = new Intl.NumberFormat(language, { maximumFractionDigits: value < 10 && power > 0 ? 1 : 0 })
  return `${number.format(value)} ${units[power] ?? 'B'}`
}

const steps = [
  [86_400, 'day'],
  [3_600, 'hour'],
  [60, 'minute'],
] as const

/** How long ago, in the largest sensible unit: `3 時間前`. Below a minute: `now` in words. Times are milliseconds. */
export function formatAge(from: number, now: number, language: string): string {
  const seconds = Math.max(0, Math.round((now - from) / 1000))
  const relative = new Intl.RelativeTimeFormat(language, { numeric: 'auto' })
  for (const [length, unit] of steps) if (seconds >= length) return relative.format(-Math.floor(seconds / length), unit)
  return relative.format(0, 'second')
}

/** A moment in the reader's own time zone, to the second. */
export const formatTime = (iso: string, language: string): string =>
  new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'medium' }).format(new Date(iso))

/** Whole seconds until a moment, never below 0. */
export const secondsUntil = (iso: string, now: number): number =>
  Math.max(0, Math.ceil((Date.parse(iso) - now) / 1000))
