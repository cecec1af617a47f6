import { useEffect, useState } from 'react'

/** The present in milliseconds, renewed every `interval` milliseconds: for ages and countdowns. */
export function useNow(interval: number): number {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), interval)
    return () => clearInterval(timer)
  }, [interval])
  return now
}
