import { mkdtemp, rm } from 'node:fs/promises'
import { request, type IncomingHttpHeaders, type IncomingMessage } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createLogger, startAgent, type AgentOptions } from '@berth/backend'
import { createFakeBackend, fakeImages, type FakeBackend } from './fake-backend.ts'

export const token = 'a-token-for-the-tests-of-the-agent'

export interface Answer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly text: string
  readonly json: { code?: string; [key: string]: unknown }
}

export interface Sending {
  readonly headers?: Record<string, string>
  readonly body?: string | Buffer
}

/** An agent over a fake backend on a Unix socket of its own, with one running container. */
export async function startTestAgent(options: Partial<AgentOptions> = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'berth-agent-'))
  const socketPath = join(folder, 'agent.sock')
  const backend: FakeBackend = createFakeBackend({ heartbeat: 50 })
  const log = createLogger('silent')
  const agent = await startAgent({
    backend,
    listen: { socketPath },
    token,
    log,
    spoolFolder: folder,
    ...options,
  })
  const id = crypto.randomUUID()
  const limits = { memory: 1_000_000, cpus: 1, pids: 10, gpus: 0 }
  const spec = {
    id,
    account: 'taro',
    name: 'one',
    image: fakeImages.shell,
    environments: [],
    guestPorts: [],
    limits,
  }
  await backend.createContainer(spec)
  return {
    backend,
    socketPath,
    folder,
    id,
    spec,
    call: (method: string, path: string, sending: Sending = {}) => call(socketPath, method, path, sending),
    close: async () => {
      await agent.close()
      await rm(folder, { recursive: true })
    },
  }
}

async function call(
  socketPath: string,
  method: string,
  path: string,
  { headers, body }: Sending,
): Promise<Answer> {
  const sent = request({
    socketPath,
    method,
    path,
    headers: { authorization: `Bearer ${token}`, ...headers },
  })
  const answered = new Promise<IncomingMessage>((resolve, reject) => {
    sent.once('response', resolve)
    sent.once('error', reject)
  })
  sent.end(body)
  const answer = await answered
  let text = ''
  for await (const chunk of answer.setEncoding('utf8')) text += String(chunk)
  const isJson = /json$|json;/.test(answer.headers['content-type'] ?? '')
  const json = (isJson ? JSON.parse(text) : {}) as Answer['json']
  return { status: answer.statusCode ?? 0, headers: answer.headers, text, json }
}
