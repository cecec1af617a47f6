import { PassThrough, type Readable } from 'node:stream'
import { Exec, type V1Status } from '@kubernetes/client-node'
import { BerthError } from '@berth/contract'
import type { KubernetesContext } from '../context.ts'
import { inTime } from '../in-time.ts'

/** A connection to a process in a pod: bytes in, bytes out, no faster than they are read. */
export interface Channel {
  readonly stdout: Readable
  readonly stderr: Readable
  /** Resolves when the bytes have left, or the connection is gone. */
  write(bytes: Uint8Array): Promise<void>
  resize(columns: number, rows: number): void
  close(): void
  /** What the cluster says of the process's end; null: the connection ended without a word. */
  readonly status: Promise<V1Status | null>
}

// https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.32/#podexecoptions-v1-core and its remotecommand protocol.
const stream = { stdin: 0, stdout: 1, stderr: 2, status: 3, resize: 4 } as const

/** What a kubelet may take to answer. */
const openingMs = 35_000

/** Opens `exec` or `attach` of a pod. Throws `container-not-running` where the cluster refuses, `runtime-unavailable`. */
export async function openChannel(
  { cluster }: KubernetesContext,
  pod: { readonly namespace: string; readonly name: string },
  verb: 'exec' | 'attach',
  query: readonly (readonly [string, string])[],
): Promise<Channel> {
  const out = { [stream.stdout]: new PassThrough(), [stream.stderr]: new PassThrough() }
  const { promise: status, resolve } = Promise.withResolvers<V1Status | null>()
  const search = new URLSearchParams()
  for (const [name, value] of query) search.append(name, value)
  const path = `/api/v1/namespaces/${pod.namespace}/pods/${pod.name}/${verb}?${search.toString()}`
  // Bytes may come before the promise of the connection has been told.
  let slow = (): void => undefined
  const take = (from: number, bytes: Buffer): boolean => {
    if (from === stream.stdout || from === stream.stderr) {
      if (!out[from].write(bytes)) slow()
    } else if (from === stream.status) resolve(JSON.parse(bytes.toString('utf8')) as V1Status)
    return from !== stream.status
  }
  const opening = new Exec(cluster.config).handler.connect(path, null, take)
  const socket = await inTime(opening, openingMs).catch(refused)
  slow = () => {
    socket.pause()
    const waiting = Object.values(out).filter(({ writableNeedDrain }) => writableNeedDrain)
    void Promise.race(
      waiting.map((one) => new Promise((done) => one.once('drain', done).once('close', done))),
    ).then(() => socket.resume())
  }
  socket.addEventListener('close', () => {
    resolve(null)
    for (const one of Object.values(out)) one.end()
  })
  const send = (to: number, bytes: Uint8Array): Promise<void> =>
    new Promise((done) => {
      if (socket.readyState === socket.OPEN) socket.send(Buffer.concat([Buffer.of(to), bytes]), () => done())
      else done()
    })
  return {
    stdout: out[stream.stdout],
    stderr: out[stream.stderr],
    write: (bytes) => send(stream.stdin, bytes),
    resize: (columns, rows) =>
      void send(stream.resize, Buffer.from(JSON.stringify({ Width: columns, Height: rows }))),
    close: () => socket.close(),
    status,
  }
}

/** The client tells a refused handshake as an event with the server's status in its message. */
function refused(event: unknown): never {
  const message =
    typeof event === 'object' && event !== null && 'message' in event ? String(event.message) : ''
  if (/server response: (400|404|409)/.test(message)) throw new BerthError('container-not-running')
  throw new BerthError('runtime-unavailable', {}, { cause: event })
}

/** The exit code that a status tells; undefined: the process was not started, `message` says why. */
export function exitOf(status: V1Status | null): { exitCode?: number; message: string } {
  if (status === null) return { message: '' }
  if (status.status === 'Success') return { exitCode: 0, message: '' }
  const code = status.details?.causes?.find(({ reason }) => reason === 'ExitCode')?.message
  return code === undefined
    ? { message: status.message ?? '' }
    : { exitCode: Number(code), message: status.message ?? '' }
}

/** The runtime's words for a program that is not there or cannot be run. */
export const isNoProgram = (message: string): boolean =>
  /executable file not found|no such file or directory|permission denied|exec format error/i.test(message)
