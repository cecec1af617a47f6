import { expect, it } from 'vitest'
import { parse } from 'yaml'
import { renderKubeconfig } from './render-kubeconfig.ts'

const credentials = {
  server: 'https://cluster.example:6443',
  ca: '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n',
  namespace: 'berth-alice',
  token: 'eyJ.e30.sig',
  expiresAt: '2030-01-01T00:00:00.000Z',
}

const read = (text: string): unknown => parse(text)

it('says where, who and in which namespace, under names of its own', () => {
  expect(read(renderKubeconfig('cluster', credentials))).toEqual({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [
      {
        name: 'berth-cluster',
        cluster: {
          server: credentials.server,
          'certificate-authority-data': Buffer.from(credentials.ca).toString('base64'),
        },
      },
    ],
    users: [{ name: 'berth-cluster', user: { token: credentials.token } }],
    contexts: [
      {
        name: 'berth-cluster',
        context: { cluster: 'berth-cluster', user: 'berth-cluster', namespace: 'berth-alice' },
      },
    ],
    'current-context': 'berth-cluster',
  })
})

it('leaves the authority to the machine where the cluster names none', () => {
  const cluster = { server: credentials.server }
  expect(read(renderKubeconfig('c', { ...credentials, ca: null }))).toMatchObject({
    clusters: [{ name: 'berth-c', cluster }],
  })
  expect(renderKubeconfig('c', { ...credentials, ca: null })).not.toContain('certificate-authority')
})

it('keeps what looks like YAML as text', () => {
  const odd = { ...credentials, token: '"}\n- !!js/function: x', namespace: 'null' }
  expect(read(renderKubeconfig('c', odd))).toMatchObject({
    users: [{ user: { token: odd.token } }],
    contexts: [{ context: { namespace: 'null' } }],
  })
})
