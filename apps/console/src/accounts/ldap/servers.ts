/** How long a server that failed is passed over, milliseconds. */
const rest = 10_000

/** Which servers to ask, in which order; remembers who failed. */
export interface Servers {
  /**
   * Runs `ask` on one server after another until one answers. Servers that failed lately are passed over;
   * where all did, one caller at a time tries again and the others are refused at once, so that a dead
   * directory costs nobody its time-out. Throws the last failure, or `refused` if nobody was asked.
   */
  first<T>(ask: (url: string) => Promise<T>): Promise<T>
}

/** No server was asked: all failed lately. */
export class AllResting extends Error {
  constructor() {
    super('all servers failed lately')
    this.name = 'AllResting'
  }
}

export function createServers(urls: readonly string[], now: () => number = Date.now): Servers {
  const downUntil = new Map<string, number>()
  let probing = false
  const attempt = async <T>(list: readonly string[], ask: (url: string) => Promise<T>): Promise<T> => {
    let failure: unknown = new AllResting()
    for (const url of list) {
      try {
        const answer = await ask(url)
        downUntil.delete(url)
        return answer
      } catch (error) {
        downUntil.set(url, now() + rest)
        failure = error
      }
    }
    throw failure
  }
  return {
    async first(ask) {
      const up = urls.filter((url) => !downUntil.has(url))
      const rested = urls.filter((url) => (downUntil.get(url) ?? Infinity) <= now())
      if (up.length > 0 && (probing || rested.length === 0)) return attempt(up, ask)
      if (probing || rested.length === 0) throw new AllResting()
      probing = true
      try {
        return await attempt([...up, ...rested], ask)
      } finally {
        probing = false
      }
    },
  }
}
