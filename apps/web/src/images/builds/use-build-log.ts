import type { BuildLog } from '@berth/contract'
import { useRef, useState } from 'react'
import { client } from '../../api/client.ts'
import { useStream } from '../../ui/use-stream.ts'
import { appendPieces, emptyLog } from './build-log.ts'

/** A build's log, up to its end; a broken stream goes on where it broke off. */
export function useBuildLog(id: string) {
  const [log, setLog] = useState(emptyLog)
  const present = useRef(emptyLog)
  const state = useStream<BuildLog>(
    id,
    (signal) =>
      client.getBuildLog({ params: { id }, query: { follow: 'true', since: present.current.since }, signal }),
    (pieces) => {
      present.current = appendPieces(present.current, pieces)
      setLog(present.current)
    },
  )
  return { log, state }
}
