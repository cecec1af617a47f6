const pad = (value: number) => String(value).padStart(2, '0')

/** What is left until a moment as `h:mm:ss`; null once it has come. */
export function timeLeft(until: string, now: number): string | null {
  const seconds = Math.ceil((Date.parse(until) - now) / 1_000)
  if (seconds <= 0) return null
  return `${Math.floor(seconds / 3_600)}:${pad(Math.floor(seconds / 60) % 60)}:${pad(seconds % 60)}`
}
