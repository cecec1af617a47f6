/** Creations that are being asked for at this moment. */
export interface Rush {
  /** One more has come in. Gives what to call when it is answered. */
  enter(): () => void
  /** Resolves when all are answered, or after a second. */
  over(): Promise<void>
}

/** Milliseconds. */
const patience = 1_000

/**
 * Lets people be answered first: making a container keeps a processor busy for longer than answering fifty requests,
 * and nobody's container is ready the later for it.
 */
export function createRush(): Rush {
  const waiting = new Set<() => void>()
  let inside = 0
  return {
    enter() {
      inside += 1
      let answered = false
      return () => {
        if (answered) return
        answered = true
        inside -= 1
        if (inside === 0) for (const go of waiting) go()
      }
    },
    async over() {
      if (inside === 0) return
      const { promise, resolve } = Promise.withResolvers<undefined>()
      const go = () => resolve(undefined)
      const timer = setTimeout(go, patience)
      waiting.add(go)
      await promise
      clearTimeout(timer)
      waiting.delete(go)
    },
  }
}
