import { expect, test } from 'vitest'
import { networkPolicy } from './objects.ts'
import { isolationCheck, podNetworksOf } from './pod-networks.ts'

const node = (...podCIDRs: string[]) => ({ spec: { podCIDRs } })
const pod = (instance: string, ...ips: string[]) => ({
  metadata: { labels: { 'berth.instance': instance } },
  status: { podIPs: ips.map((ip) => ({ ip })) },
})
const metadata = { name: 'berth', namespace: 'berth-ada', labels: {} }

test('What nodes tell and what is given are pods’ networks', () => {
  const nodes = [
    node('10.1.1.0/24', 'fd00:1::/64'),
    node('10.1.0.0/24'),
    { spec: { podCIDR: '10.1.2.0/24' } },
    {},
  ]
  expect(podNetworksOf(nodes, ['10.9.0.0/16', '10.1.0.0/24'])).toEqual([
    '10.1.0.0/24',
    '10.1.1.0/24',
    '10.1.2.0/24',
    '10.9.0.0/16',
    'fd00:1::/64',
  ])
})

test('All pods of an account are open to its own, to namespaces that are no account’s, and from outside the cluster', () => {
  const { spec } = networkPolicy(metadata, ['10.1.0.0/24', '192.168.0.0/16'])
  expect(spec).toEqual({
    podSelector: {},
    policyTypes: ['Ingress'],
    ingress: [
      { from: [{ podSelector: {} }] },
      {
        from: [
          { namespaceSelector: { matchExpressions: [{ key: 'berth.account', operator: 'DoesNotExist' }] } },
        ],
      },
      { from: [{ ipBlock: { cidr: '0.0.0.0/0', except: ['10.1.0.0/24', '192.168.0.0/16'] } }] },
    ],
  })
})

test('A network stands where it may: with its own kind of addresses', () => {
  const { spec } = networkPolicy(metadata, ['10.1.0.0/24', 'fd00:1::/64'])
  expect(spec.ingress[2]).toEqual({
    from: [
      { ipBlock: { cidr: '0.0.0.0/0', except: ['10.1.0.0/24'] } },
      { ipBlock: { cidr: '::/0', except: ['fd00:1::/64'] } },
    ],
  })
})

test.each([
  ['no network is known', [], [], false, /No node/],
  ['no pod runs yet', ['10.1.0.0/24'], [], true, /^$/],
  ['all are within', ['10.1.0.0/24', 'fd00::/64'], [pod('one', '10.1.0.7', 'fd00::7')], true, /^$/],
  [
    'one is elsewhere',
    ['10.1.0.0/24'],
    [pod('one', '10.1.0.7'), pod('one', '10.2.0.7')],
    false,
    /^10\.2\.0\.7: BERTH_/,
  ],
  [
    'one has another address too',
    ['10.1.0.0/24'],
    [pod('one', '10.1.0.7', 'fd00::7')],
    false,
    /^fd00::7: BERTH_/,
  ],
  ['another Berth’s is elsewhere', ['10.1.0.0/24'], [pod('two', '10.2.0.7')], true, /^$/],
])('Accounts are kept apart where %s?', (_, networks, pods, passed, detail) => {
  const check = isolationCheck(networks, pods, 'one')
  expect(check).toMatchObject({ name: 'inter-container-isolation', required: true, passed })
  expect(check.detail ?? '').toMatch(detail)
})
