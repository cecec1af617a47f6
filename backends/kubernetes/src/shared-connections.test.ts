import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import type { IncomingMessage } from 'node:http'
import { createServer, get, type RequestOptions } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { KubeConfig } from '@kubernetes/client-node'
import { connectCluster, type Cluster } from './cluster.ts'

const folder = await mkdtemp(join(tmpdir(), 'berth-connections-'))
const file = (name: string): string => join(folder, name)
const seen: (string | undefined)[] = []
let connections = 0

function makeCertificate(name: string): void {
  const subject = ['-subj', `/CN=${name}`, '-addext', 'subjectAltName=IP:127.0.0.1', '-days', '1']
  const made = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes']
  const files = ['-keyout', file(`${name}.key`), '-out', file(`${name}.crt`)]
  execFileSync('openssl', [...made, ...subject, ...files], { stdio: 'ignore' })
}

async function serve(): Promise<{ cluster: Cluster; close: () => void }> {
  const tls = { key: await readFile(file('server.key')), cert: await readFile(file('server.crt')) }
  const server = createServer(tls, ({ headers }, answer) => {
    seen.push(headers.authorization)
    answer.setHeader('content-type', 'application/json').end('{"items":[]}')
  })
  server.on('secureConnection', () => (connections += 1))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const config = new KubeConfig()
  const { port } = server.address() as AddressInfo
  config.loadFromClusterAndUser(
    {
      name: 'here',
      server: `https://127.0.0.1:${String(port)}`,
      caFile: file('ca.crt'),
      skipTLSVerify: false,
    },
    { name: 'me', authProvider: { name: 'tokenFile', config: { tokenFile: file('token') } } },
  )
  return {
    cluster: connectCluster(config),
    close: () => {
      server.closeAllConnections()
      server.close()
    },
  }
}

let served: Awaited<ReturnType<typeof serve>>
beforeAll(async () => {
  makeCertificate('server')
  makeCertificate('another')
  await writeFile(file('ca.crt'), await readFile(file('server.crt')))
  await writeFile(file('token'), 'one')
  served = await serve()
})
afterAll(async () => {
  served.close()
  await rm(folder, { recursive: true })
})

test('Calls of every kind go over the same connections', async () => {
  const { core, apps, networking } = served.cluster
  for (let round = 0; round < 4; round += 1) {
    await core.listNode()
    await apps.listDeploymentForAllNamespaces()
    await networking.listIngressForAllNamespaces()
  }
  expect(seen).toEqual(Array.from({ length: 12 }, () => 'Bearer one'))
  // A call may come a moment before the connection of the one before is free again.
  expect(connections).toBeLessThanOrEqual(2)
})

test('An authority that is another now is read for the next call, which trusts nobody else', async () => {
  const before = connections
  const right = await readFile(file('ca.crt'))
  await writeFile(file('ca.crt'), await readFile(file('another.crt')))
  await expect(served.cluster.core.listNode()).rejects.toThrow('fetch failed')
  await writeFile(file('ca.crt'), right)
  await served.cluster.core.listNode()
  expect(connections).toBeGreaterThan(before)
})

test('So it is for logs, which do not go through the client', async () => {
  const { config } = served.cluster
  const read = async (): Promise<number | undefined> => {
    const options: RequestOptions = {}
    await config.applyToHTTPSOptions(options)
    const sent = get(config.getCurrentCluster()?.server ?? '', options)
    const [answer] = (await once(sent, 'response')) as [IncomingMessage]
    answer.resume()
    return answer.statusCode
  }
  expect(await read()).toBe(200)
  const right = await readFile(file('ca.crt'))
  await writeFile(file('ca.crt'), await readFile(file('another.crt')))
  await expect(read()).rejects.toThrow('certificate')
  await writeFile(file('ca.crt'), right)
  expect(await read()).toBe(200)
})

test('A token that is another now is read, at the latest after a minute', async () => {
  await writeFile(file('token'), 'two')
  vi.useFakeTimers({ toFake: ['Date'] })
  vi.setSystemTime(Date.now() + 61_000)
  try {
    await served.cluster.core.listNode()
  } finally {
    vi.useRealTimers()
  }
  expect(seen.at(-1)).toBe('Bearer two')
})
