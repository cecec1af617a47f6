/** The last bytes of a stream: `push` adds, `read` gives what is kept, oldest first. */
export interface RingBuffer {
  push(bytes: Uint8Array): void
  read(): Buffer
}

/** Keeps the last `capacity` bytes. */
export function createRingBuffer(capacity: number): RingBuffer {
  const bytes = Buffer.allocUnsafeSlow(capacity)
  let next = 0
  let full = false
  return {
    push(added) {
      const kept = added.length > capacity ? added.subarray(added.length - capacity) : added
      const untilEnd = Math.min(kept.length, capacity - next)
      bytes.set(kept.subarray(0, untilEnd), next)
      bytes.set(kept.subarray(untilEnd), 0)
      full ||= next + kept.length >= capacity
      next = (next + kept.length) % capacity
    },
    read: () =>
      full
        ? Buffer.concat([bytes.subarray(next), bytes.subarray(0, next)])
        : Buffer.from(bytes.subarray(0, next)),
  }
}
