import { once } from 'node:events'
import type { Duplex } from 'node:stream'
import type { Container } from '@berth/contract'
import type Docker from 'dockerode'
import WebSocket from 'ws'
import { follow, type Bench } from './bench.ts'
import { percentile } from './measure.ts'

const rounds = 2_000

/** A key's way to the shell's echo and back, against an exec session sent straight to the Engine API. */
export const run: Bench = async ({ admin, docker }) => {
  const events = await follow(admin)
  const { id } = await admin.call<Container>('POST', '/containers', { name: 'echo', image: 'welcome' })
  await events.when(id, ({ state }) => state === 'running')
  const [container] = await docker.listContainers({ filters: { label: [`berth.container=${id}`] } })
  if (container === undefined) throw new Error('The container is not on the daemon')

  const direct = await engineTerminal(docker.getContainer(container.Id))
  const lent = await berthTerminal(admin.url, admin.headers, id)
  const bare: number[] = []
  const berth: number[] = []
  for (let i = 0; i < rounds; i++) {
    bare.push(await echo(direct))
    berth.push(await echo(lent))
  }
  direct.close()
  lent.close()
  events.close()
  await admin.call('DELETE', `/containers/${id}`)
  const at = (share: number) => percentile(berth, share) - percentile(bare, share)
  console.info(`     added at the median ${at(0.5).toFixed(2)} ms`)
  return [
    {
      name: 'terminal echo, added at the 99th percentile',
      bare: `${percentile(bare, 0.99).toFixed(2)} ms`,
      berth: `${percentile(berth, 0.99).toFixed(2)} ms`,
      value: at(0.99),
      unit: 'ms',
      bound: 3,
      direction: 'at most',
    },
  ]
}

interface Terminal {
  send(bytes: Buffer): void
  /** Resolves with the next output. */
  next(): Promise<unknown>
  close(): void
}

async function echo(terminal: Terminal): Promise<number> {
  const start = performance.now()
  const answer = terminal.next()
  terminal.send(Buffer.from('x'))
  await answer
  return performance.now() - start
}

/** `cat` with a terminal: the kernel's line discipline echoes each key, as it does at a shell's prompt. */
async function engineTerminal(container: Docker.Container): Promise<Terminal> {
  const exec = await container.exec({
    Cmd: ['cat'],
    Tty: true,
    AttachStdin: true,
    AttachStdout: true,
    AttachStderr: true,
  })
  const stream: Duplex = await exec.start({ hijack: true, stdin: true, Tty: true })
  return {
    send: (bytes) => stream.write(bytes),
    next: () => once(stream, 'data'),
    close: () => stream.destroy(),
  }
}

async function berthTerminal(url: string, headers: Record<string, string>, id: string): Promise<Terminal> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/api/v1/containers/${id}/terminal`, { headers })
  await once(socket, 'open')
  const quiet = async () => {
    for (let silent = false; !silent;)
      silent = await Promise.race([once(socket, 'message').then(() => false), pause(500)])
  }
  await quiet()
  socket.send(Buffer.from('cat\r'))
  await quiet()
  return {
    send: (bytes) => socket.send(bytes),
    next: () => once(socket, 'message'),
    close: () => socket.close(),
  }
}

const pause = (milliseconds: number) =>
  new Promise<true>((resolve) => setTimeout(() => resolve(true), milliseconds))
