import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Backend } from '@berth/backend'
import { startSmallApiServer, type SmallApiServer } from '../test/small-api-server.ts'
import { createKubernetesBackend, defaultSettings } from './index.ts'
import { namespaceOf } from './translate/names.ts'

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined }
const policyOf = (account: string): string =>
  `/apis/networking.k8s.io/v1/namespaces/${namespaceOf(account, 'one')}/networkpolicies/berth`

let server: SmallApiServer
let backend: Backend
const start = (): Backend =>
  createKubernetesBackend({
    config: server.config,
    instance: 'one',
    settings: { ...defaultSettings('/nowhere'), podNetworks: ['10.9.0.0/16'] },
    log: silent,
  })
beforeEach(async () => {
  server = await startSmallApiServer()
  server.put('/version', { gitVersion: 'v1.30.0' })
  server.put('/api/v1/nodes/node1', { spec: { podCIDRs: ['10.1.0.0/24'] } })
  backend = start()
})
afterEach(async () => {
  await backend.close()
  server.close()
})

const exceptOf = (account: string): unknown => {
  const { spec } = server.objects.get(policyOf(account)) as unknown as {
    spec: { ingress: { from: { ipBlock?: { except: string[] } }[] }[] }
  }
  return spec.ingress[2]?.from[0]?.ipBlock?.except
}
const patches = () => server.asked.filter((one) => one.startsWith('PATCH') && one.includes('networkpolicies'))

test('An account’s policy keeps out what nodes tell and what is given', async () => {
  await backend.ensureTenant('ada')
  expect(exceptOf('ada')).toEqual(['10.1.0.0/24', '10.9.0.0/16'])
})

test('A node that comes is kept out of every account’s, also of one’s that another agent made; nothing is written twice', async () => {
  await backend.ensureTenant('ada')
  await backend.ensureTenant('bob')
  await backend.close()
  backend = start()
  await backend.info()
  expect(patches()).toHaveLength(2)
  server.put('/api/v1/nodes/node2', { spec: { podCIDRs: ['10.1.1.0/24'] } })
  expect((await backend.info()).hardening).toEqual([
    { name: 'inter-container-isolation', required: true, passed: true },
  ])
  await backend.info()
  for (const account of ['ada', 'bob'])
    expect(exceptOf(account)).toEqual(['10.1.0.0/24', '10.1.1.0/24', '10.9.0.0/16'])
  expect(patches()).toHaveLength(4)
})
