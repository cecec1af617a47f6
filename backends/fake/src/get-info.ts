import type { AgentInfo } from '@berth/contract'
import type { World } from './world.ts'

export function getInfo(world: World, instance: string): AgentInfo {
  const reachable = !world.switches.runtimeDown
  return {
    instance,
    kind: 'fake',
    version: '1',
    runtimeReachable: reachable,
    capabilities: {
      terminal: true,
      attach: true,
      exec: true,
      logs: true,
      stats: true,
      files: true,
      images: true,
      credentials: false,
      gpus: false,
      persistentHome: false,
      singularity: false,
      builds: true,
    },
    hardening: [{ name: 'user-namespaces', passed: true, required: true }],
    room: reachable
      ? {
          cpus: 8,
          memory: 16 * 2 ** 30,
          memoryFree: 16 * 2 ** 30,
          diskFree: 100 * 2 ** 30,
          gpus: 0,
          gpusFree: 0,
          containers: world.containers.size,
        }
      : null,
  }
}
