import { request, type RequestOptions } from 'node:https'
import type { IncomingMessage } from 'node:http'
import type { LogLine } from '@berth/contract'
import type { KubernetesContext } from './context.ts'
import { inTime } from './in-time.ts'
import { statusOf } from './translate/kubernetes-error.ts'
import { containerName } from './translate/objects.ts'
import { currentPod, type Parts } from './translate/observed-container.ts'

/** A stop waits for the last lines, so a log that does not come is done without. */
const answerMs = 10_000

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
  options: { readonly follow?: boolean; readonly tailLines?: number; readonly sinceTime?: string },
  signal?: AbortSignal,
): AsyncGenerator<LogLine> {
  const pod = currentPod(parts)
  if (pod?.metadata?.name === undefined || pod.metadata.namespace === undefined) return
  const { namespace, name } = pod.metadata
  const previous = (pod.status?.containerStatuses?.[0]?.restartCount ?? 0) > 0
  const { follow = false, tailLines, sinceTime } = options
  const query = new URLSearchParams({
    container: containerName,
    timestamps: 'true',
    follow: String(follow),
    previous: String(previous),
    ...(tailLines === undefined ? {} : { tailLines: String(tailLines) }),
    ...(sinceTime === undefined ? {} : { sinceTime }),
  })
  const path = `/api/v1/namespaces/${namespace}/pods/${name}/log?${query.toString()}`
  const answer = await get(context, path, signal).catch((error: unknown) => {
    const status = statusOf(error)
    if (status === 400 || status === 404) return undefined
    throw error
  })
  if (answer === undefined) return
  try {
    for await (const line of linesOf(answer)) {
      const told = parseLine(line)
      if (told !== undefined) yield told
    }
  } finally {
    answer.destroy()
  }
}

/** The client's own log call tells no error of a stream that breaks off. Throws errors with a `statusCode`. */
async function get(
  { cluster }: KubernetesContext,
  path: string,
  signal: AbortSignal | undefined,
): Promise<IncomingMessage> {
  const server = cluster.config.getCurrentCluster()?.server ?? ''
  const options: RequestOptions = { ...(signal === undefined ? {} : { signal }) }
  await cluster.config.applyToHTTPSOptions(options)
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>()
  const sent = request(server + path, options, resolve).once('error', reject)
  sent.end()
  const answer = await inTime(promise, answerMs).catch((error: unknown) => {
    sent.destroy()
    throw error
  })
  if (answer.statusCode === 200) return answer
  answer.resume()
  throw Object.assign(new Error(`The log was not given: ${answer.statusCode ?? 0}`), {
    statusCode: answer.statusCode,
  })
}

async function* linesOf(bytes: AsyncIterable<unknown>): AsyncGenerator<string> {
  const decoder = new TextDecoder()
  let rest = ''
  for await (const piece of bytes) {
    const lines = (rest + decoder.decode(piece as Buffer, { stream: true })).split('\n')
    rest = lines.pop() ?? ''
    yield* lines
  }
  if (rest !== '') yield rest
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
    const signal = AbortSignal.timeout(answerMs)
    for await (const line of podLog(context, parts, { tailLines: keptLines }, signal)) lines.push(line)
  } catch (error) {
    context.log.warn({ error: String(error) }, 'The last lines of a container could not be kept')
  }
  let room = keptBytes
  return lines
    .toReversed()
    .filter(({ text }) => (room -= text.length + 64) > 0)
    .toReversed()
}
