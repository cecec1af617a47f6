import { expect, test } from 'vitest'
import { observe, type Parts } from './observed-container.ts'

const ingress = { className: 'nginx', domain: 'berth.example', scheme: 'https' } as const

/** A container that runs, with the guest port 8080 and this kind of Service. */
const running = (spec: object): Parts =>
  JSON.parse(
    JSON.stringify({
      deployment: {
        metadata: {
          labels: { 'berth.container': 'c' },
          annotations: { 'berth/account': 'alice', 'berth/name': 'web', 'berth/image': 'welcome' },
        },
        spec: { replicas: 1 },
      },
      pods: [
        {
          metadata: { creationTimestamp: '2026-04-01T09:00:00Z' },
          status: { containerStatuses: [{ state: { running: { startedAt: '2026-04-01T09:00:01Z' } } }] },
        },
      ],
      service: { spec },
    }),
  ) as Parts
const nodePort = running({ type: 'NodePort', ports: [{ port: 8080, nodePort: 30_123 }] })
const clusterIp = running({ type: 'ClusterIP', ports: [{ port: 8080 }] })
const ports = (parts: Parts, set: typeof ingress | null) =>
  observe(parts, { address: 'node', ingress: set }, 'i').ports

test('guest ports are reached as the container was made, also when the settings have changed since', () => {
  expect(ports(nodePort, null)).toEqual([{ guest: 8080, host: 30_123 }])
  expect(ports(nodePort, ingress)).toEqual([{ guest: 8080, host: 30_123 }])
  expect(ports(clusterIp, ingress)).toEqual([
    {
      guest: 8080,
      host: 443,
      url: expect.stringMatching(/^https:\/\/web-8080-[a-z2-7]{12}\.berth\.example\/$/) as string,
    },
  ])
  expect(ports(clusterIp, null)).toEqual([])
})
