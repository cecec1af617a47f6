import { spawn } from 'node:child_process'
import { request as call, type IncomingMessage } from 'node:http'
import { Readable } from 'node:stream'
import { buffer, text } from 'node:stream/consumers'
import { pack, type Header } from 'tar-stream'

export type Entry = string | (Partial<Header> & { readonly content?: string })

/** A tar of these files, by their names. */
export async function tarOf(files: Readonly<Record<string, Entry>>): Promise<Buffer> {
  const tar = pack()
  for (const [name, entry] of Object.entries(files)) {
    if (typeof entry === 'string') tar.entry({ name }, entry)
    else {
      const { content = '', ...header } = entry
      tar.entry({ name, ...header }, content)
    }
  }
  tar.finalize()
  return buffer(tar)
}

export interface Answer {
  readonly status: number
  readonly body: string
}

/** One request to a Unix socket. */
export async function ask(
  socketPath: string,
  method: string,
  path: string,
  body?: Buffer | Readable,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>()
  const sent = call({ socketPath, method, path, headers }, resolve)
  sent.on('error', reject)
  if (body instanceof Readable) body.pipe(sent)
  else sent.end(body)
  const response = await promise
  return { status: response.statusCode ?? 0, body: await text(response) }
}

/** What a build said, and whether it was made. */
export interface BuildOutcome {
  readonly made: boolean
  readonly said: string
}

/** A build over the API: these files, this query. */
export async function build(
  socketPath: string,
  files: Readonly<Record<string, Entry>> | string,
  query = 't=attack',
): Promise<BuildOutcome> {
  const tar = await tarOf(typeof files === 'string' ? { Dockerfile: files } : files)
  const { status, body } = await ask(socketPath, 'POST', `/v1.41/build?${query}`, tar, {
    'content-type': 'application/x-tar',
  })
  return { made: status === 200 && !body.includes('"error"'), said: body }
}

/** The official command line against a socket. */
export function docker(
  socketPath: string,
  args: readonly string[],
  options: { cwd?: string; env?: Readonly<Record<string, string>>; signal?: AbortSignal } = {},
): Promise<{ code: number; output: string }> {
  const { promise, resolve, reject } = Promise.withResolvers<{ code: number; output: string }>()
  const child = spawn('docker', args, {
    cwd: options.cwd,
    env: {
      PATH: process.env['PATH'],
      HOME: process.env['HOME'],
      DOCKER_HOST: `unix://${socketPath}`,
      ...options.env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  })
  const output: Buffer[] = []
  child.stdout.on('data', (chunk: Buffer) => output.push(chunk))
  child.stderr.on('data', (chunk: Buffer) => output.push(chunk))
  child.once('error', reject)
  child.once('close', (code) => resolve({ code: code ?? -1, output: Buffer.concat(output).toString() }))
  return promise
}
