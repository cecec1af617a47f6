import { afterEach, beforeEach, expect, it } from 'vitest'
import { dial } from '@berth/backend/conformance'
import { terminalNotice, type TerminalNotice } from '@berth/contract'
import { startTestAgent, token } from './agent-under-test.ts'

let agent: Awaited<ReturnType<typeof startTestAgent>>
beforeEach(async () => {
  agent = await startTestAgent({ terminalGrace: 100 })
})
afterEach(() => agent.close())

/** Connects to a terminal and gathers what it sends. */
function connect(query = '', id: string = agent.id) {
  const socket = dial(agent.socketPath, token, `/v1/containers/${id}/terminal?${query}`)
  const notices: TerminalNotice[] = []
  let output = ''
  const checks: (() => void)[] = []
  const check = () => checks.forEach((one) => one())
  socket.on('message', (data, binary) => {
    const text = (data as Buffer).toString()
    if (binary) output += text
    else notices.push(terminalNotice.parse(JSON.parse(text)))
    check()
  })
  const closed = new Promise<number>((resolve) => void socket.once('close', resolve))
  const when = <T>(found: () => T | undefined) =>
    new Promise<T>((resolve) => {
      checks.push(() => {
        const value = found()
        if (value !== undefined) resolve(value)
      })
      check()
    })
  const notice = <K extends TerminalNotice['type']>(type: K) =>
    when(() => notices.find((one): one is Extract<TerminalNotice, { type: K }> => one.type === type))
  return {
    socket,
    closed,
    notice,
    shows: (text: string) => when(() => (output.includes(text) ? true : undefined)),
    send: (message: unknown) => socket.send(JSON.stringify(message)),
    type: (text: string) => socket.send(Buffer.from(text)),
  }
}

it('goes on after its connection dropped, and shows again what was there', async () => {
  const first = connect()
  const { session, resumed } = await first.notice('session')
  expect(resumed).toBe(false)
  first.type('echo [before]\n')
  await first.shows('\n[before]')
  first.socket.terminate()
  const second = connect(`session=${session}&columns=90&rows=20`)
  expect(await second.notice('session')).toMatchObject({ session, resumed: true })
  await second.shows('\n[before]')
  second.type('stty size\n')
  await second.shows('20 90')
  second.socket.close()
})

it('is taken over by a second connection', async () => {
  const first = connect()
  const { session } = await first.notice('session')
  const second = connect(`session=${session}`)
  expect(await first.closed).toBe(4001)
  second.type('echo [after]\n')
  await second.shows('\n[after]')
  second.socket.close()
})

it('is over after the grace period, a close message, and for another container', async () => {
  const first = connect()
  const { session } = await first.notice('session')
  const stranger = connect(`session=${session}`, 'another')
  expect((await stranger.notice('error')).problem.code).toBe('terminal-session-unknown')
  first.send({ type: 'close' })
  expect(await first.closed).toBe(1000)
  const second = connect(`session=${session}`)
  expect((await second.notice('error')).problem.code).toBe('terminal-session-unknown')
  expect(await second.closed).toBe(4000)
  const third = connect()
  const late = (await third.notice('session')).session
  third.socket.terminate()
  for (let code = ''; code !== 'terminal-session-unknown';) {
    await new Promise((resolve) => setTimeout(resolve, 150))
    const again = connect(`session=${late}`)
    code = await Promise.race([
      again.notice('error').then(({ problem }) => problem.code),
      again.notice('session').then(() => ''),
    ])
    again.socket.terminate()
  }
})

it('tells the exit code after all output', async () => {
  const terminal = connect()
  await terminal.notice('session')
  terminal.send({ type: 'input', data: 'echo [last]; exit 3\n' })
  expect(await terminal.notice('exit')).toEqual({ type: 'exit', exitCode: 3 })
  await terminal.shows('\n[last]')
  expect(await terminal.closed).toBe(1000)
})

it('answers pings and changes its size', async () => {
  const terminal = connect()
  await terminal.notice('session')
  terminal.send({ type: 'ping' })
  await terminal.notice('pong')
  terminal.send({ type: 'resize', columns: 100, rows: 50 })
  terminal.type('stty size\n')
  await terminal.shows('50 100')
  terminal.socket.close()
})

it.each(['not json', '{}', '{"type":"resize","columns":0,"rows":1}', '[]'])(
  'refuses the message %s',
  async (message) => {
    const terminal = connect()
    await terminal.notice('session')
    terminal.socket.send(message)
    expect((await terminal.notice('error')).problem.code).toBe('terminal-message-invalid')
    expect(await terminal.closed).toBe(1007)
  },
)

it('ends a connection with a message of more than 1 MiB', async () => {
  const terminal = connect()
  await terminal.notice('session')
  terminal.socket.send(Buffer.alloc(1024 * 1024 + 1))
  expect(await terminal.closed).toBe(1009)
})

it('gives a container sixteen terminals, and those without a connection up for new ones', async () => {
  const open = await Promise.all(
    Array.from({ length: 16 }, async () => {
      const terminal = connect()
      await terminal.notice('session')
      return terminal
    }),
  )
  expect((await connect().notice('error')).problem.code).toBe('rate-limited')
  open[0]!.socket.close()
  await open[0]!.closed
  const next = connect()
  await next.notice('session')
})

it('holds back for a slow client without losing a byte', async () => {
  const terminal = connect()
  await terminal.notice('session')
  terminal.socket.pause()
  terminal.type('head -c 6000000 /dev/zero; echo [end]\n')
  setTimeout(() => terminal.socket.resume(), 100)
  await terminal.shows('[end]\r\n')
  terminal.socket.close()
})
