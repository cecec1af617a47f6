import { ConnectionError } from '@berth/client'
import { BerthError, type SingularityCompression, type SingularityEvent } from '@berth/contract'
import { useEffect, useState } from 'react'
import { client } from '../../api/client.ts'

/** How the making of a SIF file goes; `problem` ends it. */
export interface SingularityState {
  readonly latest: SingularityEvent | null
  readonly problem: unknown
}

const nothing: SingularityState = { latest: null, problem: null }
const retryAfter = 1_000

/** Has the image's SIF file made and follows it while the component is shown; what goes on does so without it. */
export function useSingularity(image: string, compression: SingularityCompression, attempt: number) {
  const [state, setState] = useState(nothing)
  useEffect(() => {
    const gone = new AbortController()
    setState(nothing)
    follow(image, compression, gone.signal, (latest) => setState({ latest, problem: null })).catch(
      (problem: unknown) => {
        if (!gone.signal.aborted) setState({ latest: null, problem })
      },
    )
    return () => gone.abort()
  }, [image, compression, attempt])
  return state
}

async function follow(
  image: string,
  compression: SingularityCompression,
  signal: AbortSignal,
  tell: (event: SingularityEvent) => void,
): Promise<void> {
  while (!signal.aborted) {
    try {
      const events = await client.exportReferenceSingularity({ body: { image, compression }, signal })
      for await (const event of events) {
        if (event.type === 'failed') throw new BerthError(event.problem.code, event.problem.params)
        tell(event)
        if (event.type === 'done') return
      }
    } catch (error) {
      signal.throwIfAborted()
      if (!(error instanceof ConnectionError)) throw error
    }
    await new Promise((resolve) => setTimeout(resolve, retryAfter))
  }
}
