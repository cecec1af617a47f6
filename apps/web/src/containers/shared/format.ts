const steps = [
  [86_400, 'day'],
  [3_600, 'hour'],
  [60, 'minute'],
] as const

/** How long ago, in the largest sensible unit: `3 時間前`. Below a minute: `now` in words. Times are milliseconds. */
export function formatAge(from: number, now: number, language: string): string {
  const seconds = Math.max(0, Math.round((now - from) / 1000))
  const relative = new Intl.RelativeTimeFormat(language, { numeric: 'auto' })
  for (const [length, unit] of steps)
    if (seconds >= length) return relative.format(-Math.floor(seconds / length), unit)
  return relative.format(0, 'second')
}

/** Whole seconds until a moment, never below 0. */
export const secondsUntil = (iso: string, now: number): number =>
  Math.max(0, Math.ceil((Date.parse(iso) - now) / 1000))
