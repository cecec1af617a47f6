import { describe, expect, it } from 'vitest'
import { readAgentSettings } from './agent-settings.ts'

const good = { BERTH_AGENT_SOCKET: '/run/a.sock', BERTH_AGENT_TOKEN: 'x'.repeat(22), BERTH_INSTANCE: 'i1' }

describe('an agent’s settings', () => {
  it('are read', () => {
    const read = readAgentSettings({
      ...good,
      BERTH_HOST_PORTS: '30000-30010',
      BERTH_ADDRESS: 'blade1',
      BERTH_AGENT_BUILDS: '3',
      BERTH_AGENT_BUILD_MEMORY: '6g',
      BERTH_AGENT_BUILD_DISK: '512MiB',
      BERTH_AGENT_BUILD_CPUS: '1.5',
      BERTH_AGENT_BUILD_MINUTES: '90',
      BERTH_AGENT_BUILD_REGISTRIES: 'public registry.example:5000',
    })
    expect(read).toMatchObject({
      settings: {
        listen: { socketPath: '/run/a.sock' },
        dockerSocket: '/var/run/docker.sock',
        docker: {
          hostPorts: { from: 30_000, to: 30_010 },
          address: 'blade1',
          builds: 3,
          buildLimits: {
            memory: 6 * 1024 ** 3,
            disk: 512 * 1024 ** 2,
            cpus: 1.5,
            seconds: 5_400,
            pids: 1_024,
          },
          buildRegistries: ['public', 'registry.example:5000'],
        },
      },
    })
  })

  it('tell all their faults together', () => {
    const read = readAgentSettings({
      BERTH_AGENT_LISTEN: 'nowhere',
      BERTH_AGENT_TOKEN: 'short',
      BERTH_INSTANCE: 'A.B',
      BERTH_HOST_PORTS: '5-1',
      BERTH_AGENT_BUILDS: '0',
      BERTH_AGENT_BUILD_MEMORY: 'much',
      BERTH_AGENT_BUILD_MINUTES: '0',
      BERTH_SUBNETS: '10.0.0.0/30 junk',
    })
    expect('faults' in read ? read.faults.length : 0).toBe(11)
  })
})
