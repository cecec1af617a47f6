import { spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { consoleRoutes } from '@berth/contract'
import { WebSocketServer } from 'ws'
import { createClient } from '../client.ts'
import { ConnectionError } from '../errors.ts'
import { connect } from './connection.ts'
import { openTerminal } from './open-terminal.ts'

const folder = mkdtempSync(join(tmpdir(), 'berth-client-'))
const certificate = (name: string) => {
  const [key, cert] = [join(folder, `${name}.key`), join(folder, `${name}.crt`)]
  const subject = ['-subj', `/CN=${name}`, '-addext', 'subjectAltName=IP:127.0.0.1']
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes']
  spawnSync('openssl', ['req', '-x509', ...curve, '-days', '2', ...subject, '-keyout', key, '-out', cert], {
    stdio: 'ignore',
  })
  return { key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') }
}
const own = certificate('own')
const other = certificate('other')
const server = createServer(own, (_, response) => response.end('[]'))
new WebSocketServer({ server }).on('connection', (socket) => {
  socket.send('open')
})
let url = ''

beforeAll(async () => {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  url = `https://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
  rmSync(folder, { recursive: true })
})

test('only a certificate signed by the pinned authority is trusted', async () => {
  const pinned = connect({ url, ca: own.cert })
  expect(await createClient(consoleRoutes, pinned).listTokens()).toEqual([])
  await pinned.destroy()
  for (const ca of [other.cert, undefined]) {
    const wrong = connect({ url, ca })
    await expect(createClient(consoleRoutes, wrong).listTokens()).rejects.toBeInstanceOf(ConnectionError)
    await wrong.destroy()
  }
})

test('a terminal trusts the same authority and no other', async () => {
  const input = { params: { id: '1' } }
  const terminal = openTerminal(connect({ url, ca: own.cert }), consoleRoutes.terminalContainer, input)
  await once(terminal, 'message')
  terminal.close()
  const wrong = openTerminal(connect({ url, ca: other.cert }), consoleRoutes.terminalContainer, input)
  await expect(once(wrong, 'open')).rejects.toThrow(/certificate/)
})
