import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { tmpdir } from 'node:os'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { mkdtempSync, rmSync } from 'node:fs'
import { readAgentSettings } from './agent-settings.ts'

let folder: string
let good: Record<string, string>

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'berth-settings-'))
  const kubeconfig = join(folder, 'config')
  const cluster = { name: 'c', cluster: { server: 'https://127.0.0.1:6443' } }
  const user = { name: 'u', user: { token: 'x' } }
  const context = { name: 'n', context: { cluster: 'c', user: 'u' } }
  const config = { clusters: [cluster], users: [user], contexts: [context], 'current-context': 'n' }
  writeFileSync(kubeconfig, JSON.stringify({ apiVersion: 'v1', kind: 'Config', ...config }))
  good = {
    BERTH_AGENT_SOCKET: '/run/agent.sock',
    BERTH_AGENT_TOKEN: 'a token of some length',
    BERTH_INSTANCE: 'here',
    KUBECONFIG: kubeconfig,
  }
})
afterAll(() => rmSync(folder, { recursive: true }))

it('takes the defaults, and what is given', () => {
  expect(readAgentSettings(good)).toMatchObject({
    settings: { instance: 'here', kubernetes: { ingress: null, address: null, publicEndpoint: {} } },
  })
  const ingress = {
    BERTH_KUBERNETES_INGRESS_CLASS: 'nginx',
    BERTH_KUBERNETES_INGRESS_DOMAIN: 'berth.example.ac.jp',
  }
  const server = { BERTH_KUBERNETES_SERVER: 'https://cluster.example.ac.jp:6443' }
  expect(readAgentSettings({ ...good, ...ingress, ...server })).toMatchObject({
    settings: {
      kubernetes: {
        ingress: { className: 'nginx', domain: 'berth.example.ac.jp', scheme: 'https' },
        publicEndpoint: { server: 'https://cluster.example.ac.jp:6443' },
      },
    },
  })
})

it.each([
  ['KUBECONFIG', '/no/such/file'],
  ['BERTH_KUBERNETES_INGRESS_CLASS', 'nginx'],
  ['BERTH_KUBERNETES_INGRESS_SCHEME', 'gopher'],
  ['BERTH_KUBERNETES_POD_NETWORKS', '10.244.0.0'],
  ['BERTH_KUBERNETES_POD_NETWORKS', '10.244.0.0/16, 10.300.0.0/16'],
  ['BERTH_KUBERNETES_POD_NETWORKS', 'fd00::/129'],
  ['BERTH_KUBERNETES_SERVER', 'http://cluster:6443'],
  ['BERTH_KUBERNETES_CA', '/no/such/file'],
  ['BERTH_INSTANCE', 'Not One'],
])('tells a fault of %s', (name, value) => {
  const read = readAgentSettings({ ...good, [name]: value })
  const ingress =
    name === 'BERTH_KUBERNETES_INGRESS_SCHEME'
      ? { BERTH_KUBERNETES_INGRESS_CLASS: 'n', BERTH_KUBERNETES_INGRESS_DOMAIN: 'a.b' }
      : {}
  const faults = 'faults' in read ? read.faults : []
  const all = 'faults' in readAgentSettings({ ...good, ...ingress, [name]: value })
  expect(all).toBe(true)
  if (faults.length > 0) expect(faults.join()).toContain(name)
})
