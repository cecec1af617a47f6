import { CustomObjectsApi, KubeConfig } from '@kubernetes/client-node'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, it } from 'vitest'
import { servesMetrics } from './metrics.ts'

it('takes a metrics server that hangs for none', async () => {
  const server = createServer(() => undefined).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const config = new KubeConfig()
  const { port } = server.address() as AddressInfo
  config.loadFromClusterAndUser(
    { name: 'hangs', server: `http://127.0.0.1:${String(port)}`, skipTLSVerify: true },
    { name: 'nobody' },
  )
  const asked = once(server, 'request')
  const serves = servesMetrics({ custom: config.makeApiClient(CustomObjectsApi) })
  await asked
  expect(await serves).toBe(false)
  server.closeAllConnections()
  server.close()
})
