import { useEffect, useState } from 'react'

/** Counts whole seconds down to 0, anew whenever the start changes. */
export function useCountdown(start: number): number {
  const [left, setLeft] = useState(start)
  const [from, setFrom] = useState(start)
  if (from !== start) {
    setFrom(start)
    setLeft(start)
  }
  const running = left > 0
  useEffect(() => {
    if (!running) return
    const timer = setInterval(() => setLeft((seconds) => Math.max(0, seconds - 1)), 1_000)
    return () => clearInterval(timer)
  }, [running])
  return left
}
