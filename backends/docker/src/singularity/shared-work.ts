/** A piece of work: it tells how it goes and ends when its signal aborts. */
export type Work<P, T> = (signal: AbortSignal, tell: (progress: P) => void) => Promise<T>

/** Work that many may ask for at once: it is done once, for all who follow it. `P`: how it goes; `T`: its result. */
export interface SharedWork<P, T> {
  /**
   * Starts the work of this key, or joins it; yields how it goes, the latest at each time, and gives its result or
   * throws what it threw. Aborting leaves; when all have left, the work is aborted.
   */
  follow(key: string, work: Work<P, T>, signal: AbortSignal): AsyncGenerator<P, T, undefined>
  /** Aborts the work of every key that this picks, for this reason, and waits for its end. Gives whether there was any. */
  cancel(picked: (key: string) => boolean, reason: Error): Promise<boolean>
}

interface Piece<P, T> {
  readonly stop: AbortController
  readonly result: Promise<T>
  /** Resolves when there is more to tell; then another takes its place. */
  news: PromiseWithResolvers<undefined>
  latest: P | undefined
  ended: boolean
  followers: number
}

export function createSharedWork<P, T>(): SharedWork<P, T> {
  const pieces = new Map<string, Piece<P, T>>()
  const give = (key: string, piece: Piece<P, T>): void => {
    if (pieces.get(key) === piece) pieces.delete(key)
  }
  const begin = (key: string, work: Work<P, T>): Piece<P, T> => {
    const piece = start(work)
    pieces.set(key, piece)
    const end = (): void => give(key, piece)
    piece.result.then(end, end)
    return piece
  }
  return {
    async *follow(key, work, signal) {
      signal.throwIfAborted()
      const piece = pieces.get(key) ?? begin(key, work)
      piece.followers += 1
      try {
        yield* tellings(piece, signal)
        return await piece.result
      } finally {
        piece.followers -= 1
        if (piece.followers === 0 && !piece.ended) {
          give(key, piece)
          piece.stop.abort()
        }
      }
    },
    async cancel(picked, reason) {
      const picks = [...pieces].filter(([key]) => picked(key))
      for (const [key, piece] of picks) {
        give(key, piece)
        piece.stop.abort(reason)
      }
      await Promise.allSettled(picks.map(([, piece]) => piece.result))
      return picks.length > 0
    },
  }
}

function start<P, T>(work: Work<P, T>): Piece<P, T> {
  const stop = new AbortController()
  const result = Promise.withResolvers<T>()
  const piece: Piece<P, T> = {
    stop,
    result: result.promise,
    news: Promise.withResolvers(),
    latest: undefined,
    ended: false,
    followers: 0,
  }
  const tell = (progress: P): void => {
    piece.latest = progress
    const { news } = piece
    piece.news = Promise.withResolvers()
    news.resolve(undefined)
  }
  const end = (): void => {
    piece.ended = true
    piece.news.resolve(undefined)
  }
  result.promise.then(end, end)
  result.resolve(work(stop.signal, tell))
  return piece
}

/** How a piece goes, until it has ended. Throws the signal's reason when it aborts. */
async function* tellings<P, T>(piece: Piece<P, T>, signal: AbortSignal): AsyncGenerator<P> {
  const left = Promise.withResolvers<undefined>()
  const leave = (): void => left.resolve(undefined)
  signal.addEventListener('abort', leave)
  try {
    while (!piece.ended) {
      const { news, latest } = piece
      if (latest !== undefined) yield latest
      await Promise.race([news.promise, left.promise])
      signal.throwIfAborted()
    }
  } finally {
    signal.removeEventListener('abort', leave)
  }
}
