import { createServer } from 'node:http'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { consoleRoutes } from '@berth/contract'
import { WebSocketServer } from 'ws'
import { terminalUrl } from '../terminal.ts'
import { connect } from './connection.ts'
import { openTerminal } from './open-terminal.ts'

const input = { params: { id: 'a/b' }, query: { columns: 80, rows: 24, attach: '' } }

test('a terminal is reached over a Unix socket with the token', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'berth-client-'))
  const server = createServer().listen(join(folder, 'a:b.sock'))
  const sockets = new WebSocketServer({ server })
  onTestFinished(() => {
    server.close()
    rmSync(folder, { recursive: true })
  })
  sockets.on('connection', (socket, request) => {
    socket.send(`${request.url ?? ''} ${request.headers.authorization ?? ''}`)
    socket.on('message', (data, binary) => socket.send(data, { binary }))
  })
  const terminal = openTerminal(
    connect({ url: `unix://${folder}/a:b.sock` }),
    consoleRoutes.terminalContainer,
    input,
    {
      token: 'secret',
    },
  )
  const [greeting] = (await once(terminal, 'message')) as [Buffer]
  expect(greeting.toString()).toBe(
    '/api/v1/containers/a%2Fb/terminal?columns=80&rows=24&attach= Bearer secret',
  )
  terminal.send(Buffer.from([0, 255]))
  const [echo] = (await once(terminal, 'message')) as [Buffer]
  expect([...echo]).toEqual([0, 255])
  terminal.close()
  await once(terminal, 'close')
})

test('the address of a terminal follows that of the page', () => {
  expect(terminalUrl('https://berth.example', consoleRoutes.terminalContainer, input)).toBe(
    'wss://berth.example/api/v1/containers/a%2Fb/terminal?columns=80&rows=24&attach=',
  )
})
