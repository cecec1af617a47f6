import { execFileSync } from 'node:child_process'
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { request } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { createLogger, startAgent } from '@berth/backend'
import { startTestAgent, token } from './agent-under-test.ts'
import { createFakeBackend } from './fake-backend.ts'

const base = { token, log: createLogger('silent') }

it('serves over TLS', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'berth-tls-'))
  const [keyFile, certFile] = [join(folder, 'key.pem'), join(folder, 'cert.pem')]
  const subject = ['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1']
  const made = [
    'req',
    '-x509',
    '-newkey',
    'ec',
    '-pkeyopt',
    'ec_paramgen_curve:prime256v1',
    '-nodes',
    '-days',
    '1',
  ]
  execFileSync('openssl', [...made, ...subject, '-keyout', keyFile, '-out', certFile], { stdio: 'ignore' })
  const tls = { key: await readFile(keyFile, 'utf8'), cert: await readFile(certFile, 'utf8') }
  const listen = { host: '127.0.0.1', port: 0, tls }
  const agent = await startAgent({ ...base, backend: createFakeBackend(), listen })
  const status = (authorization: string) =>
    new Promise((resolve, reject) => {
      const sent = request(
        `${agent.address}/v1/info`,
        { ca: tls.cert, headers: { authorization } },
        (answer) => {
          answer.resume()
          resolve(answer.statusCode)
        },
      )
      sent.on('error', reject).end()
    })
  expect(await status(`Bearer ${token}`)).toBe(200)
  expect(await status('Bearer wrong')).toBe(401)
  await agent.close()
  await rm(folder, { recursive: true })
})

it('refuses TCP without TLS, and a token that can be guessed', async () => {
  const backend = createFakeBackend()
  const tls = { cert: '', key: '' }
  await expect(startAgent({ ...base, backend, listen: { host: '127.0.0.1', port: 0, tls } })).rejects.toThrow(
    'TLS',
  )
  const listen = { socketPath: join(tmpdir(), 'berth-never.sock') }
  await expect(startAgent({ ...base, backend, listen, token: 'short' })).rejects.toThrow('token')
})

it('keeps its socket to its owner, takes over a dead one and leaves a live one alone', async () => {
  const agent = await startTestAgent()
  expect((await stat(agent.socketPath)).mode & 0o777).toBe(0o600)
  const again = startAgent({ ...base, backend: agent.backend, listen: { socketPath: agent.socketPath } })
  await expect(again).rejects.toMatchObject({ code: 'EADDRINUSE' })
  expect((await agent.call('GET', '/v1/info')).status).toBe(200)
  const dead = join(agent.folder, 'dead.sock')
  await writeFile(dead, '')
  const second = await startAgent({ ...base, backend: agent.backend, listen: { socketPath: dead } })
  await second.close()
  await agent.close()
})
