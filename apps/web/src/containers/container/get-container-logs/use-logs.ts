import type { Container, LogLine } from '@berth/contract'
import { useRef, useState } from 'react'
import { client } from '../../../api/client.ts'
import { useStream, type StreamState } from '../../../ui/use-stream.ts'
import {
  appendLines,
  emptyLogs,
  maximumLines,
  resumePoint,
  type LogBuffer,
} from '../../../ui/log/log-buffer.ts'

/** The log's last lines and, following, all that come; a broken stream goes on where it broke off. */
export function useLogs(
  container: Container,
  follow: boolean,
  tail: number,
): { logs: LogBuffer; state: StreamState } {
  const [logs, setLogs] = useState<LogBuffer>(emptyLogs)
  const present = useRef<LogBuffer>(emptyLogs)
  const state = useStream<LogLine>(
    'log',
    async (signal) => {
      const point = resumePoint(present.current)
      const lines = await client.getContainerLogs({
        params: { id: container.id },
        query: {
          follow: follow ? 'true' : 'false',
          tail: point === undefined ? tail : maximumLines,
          ...(point === undefined ? {} : { since: point.since }),
        },
        signal,
      })
      return point === undefined ? lines : withoutKnown(lines, point)
    },
    (lines) => {
      present.current = appendLines(present.current, lines)
      setLogs(present.current)
    },
  )
  return { logs, state }
}

/** Leaves out the lines that were shown before the stream broke. */
async function* withoutKnown(
  lines: AsyncIterable<LogLine>,
  point: { readonly since: string; readonly seen: number },
): AsyncGenerator<LogLine, void, undefined> {
  let known = point.seen
  const last = Date.parse(point.since)
  for await (const line of lines) {
    const time = Date.parse(line.time)
    if (time < last) continue
    if (time === last && known > 0) known -= 1
    else yield line
  }
}
