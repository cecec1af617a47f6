import { PassThrough } from 'node:stream'
import { createInterface } from 'node:readline'
import { Log, type LogOptions } from '@kubernetes/client-node'
import type { LogLine } from '@berth/contract'
import type { KubernetesContext } from './context.ts'
import { statusOf } from './translate/kubernetes-error.ts'
import { containerName } from './translate/objects.ts'
import { currentPod, type Parts } from './translate/observed-container.ts'

/** Lines, and bytes before packing, that are kept of a container whose pod goes: an object has little room. */
const keptLines = 500
const keptBytes = 32_768

/**
 * What a pod's program wrote. Kubernetes does not tell errors from output before 1.32: all is told as output.
 * A pod that has no log yet, or no more, has no lines.
 */
export async function* podLog(
  context: KubernetesContext,
  parts: Parts,
  options: LogOptions,
  signal?: AbortSignal,
): AsyncGenerator<LogLine> {
  const pod = currentPod(parts)
  if (pod?.metadata?.name === undefined || pod.metadata.namespace === undefined) return
  const { namespace, name } = pod.metadata
  const previous = (pod.status?.containerStatuses?.[0]?.restartCount ?? 0) > 0
  const bytes = new PassThrough()
  try {
    const asked = { ...options, timestamps: true, ...(previous ? { previous } : {}) }
    const request = await new Log(context.cluster.config).log(namespace, name, containerName, bytes, asked)
    const stop = (): void => {
      request.abort()
      bytes.end()
    }
    signal?.addEventListener('abort', stop)
    if (signal?.aborted === true) stop()
    try {
      for await (const line of createInterface({ input: bytes, crlfDelay: Infinity })) {
        const told = parseLine(line)
        if (told !== undefined) yield told
      }
    } finally {
      signal?.removeEventListener('abort', stop)
      request.abort()
    }
  } catch (error) {
    const status = statusOf(error)
    if (status !== 400 && status !== 404) throw error
  }
}

/** `<time> <text>`, the time with nine decimals. */
function parseLine(line: string): LogLine | undefined {
  const at = line.indexOf(' ')
  const time = new Date(at === -1 ? line : line.slice(0, at))
  if (Number.isNaN(time.getTime())) return undefined
  return { time: time.toISOString(), stream: 'stdout', text: at === -1 ? '' : line.slice(at + 1) }
}

/** The last lines of a pod that is about to go. Without them where they cannot be had. */
export async function lastLines(context: KubernetesContext, parts: Parts): Promise<LogLine[]> {
  const lines: LogLine[] = []
  try {
    for await (const line of podLog(context, parts, { tailLines: keptLines })) lines.push(line)
  } catch (error) {
    context.log.warn({ error: String(error) }, 'The last lines of a container could not be kept')
  }
  let room = keptBytes
  return lines
    .toReversed()
    .filter(({ text }) => (room -= text.length + 64) > 0)
    .toReversed()
}
