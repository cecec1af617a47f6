import { readdir, readFile } from 'node:fs/promises'
import type { AgentInfo, Capabilities, Room } from '@berth/contract'
import type { DockerContext } from './context.ts'
import type { EngineInfo } from './engine/engine-facts.ts'
import { gatherHardening, hardeningChecks } from './hardening.ts'
import { canMakeSif } from './singularity/programs.ts'
import { isOurs, labels } from './translate/names.ts'

const capabilities: Capabilities = {
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
  registry: true,
}
const deadlineMs = 5_000

/** What this backend is and has room for. Never fails. */
export async function getInfo(context: DockerContext): Promise<AgentInfo> {
  try {
    return await withDeadline(ask(context))
  } catch {
    return {
      instance: context.instance,
      kind: 'docker',
      version: '',
      runtimeReachable: false,
      capabilities,
      hardening: [],
      room: null,
      address: context.settings.address,
    }
  }
}

async function ask(context: DockerContext): Promise<AgentInfo> {
  const info = await context.engine.info()
  const gpus = Object.keys(info.Runtimes ?? {}).includes('nvidia')
  const builds = await context.engine.hasJudgedBuilder()
  return {
    instance: context.instance,
    kind: 'docker',
    version: info.ServerVersion ?? '',
    runtimeReachable: true,
    capabilities: {
      ...capabilities,
      gpus,
      builds,
      registry: await context.engine.pullsFromCache(),
      singularity: await canMakeSif(context.settings.singularity.maker),
    },
    hardening: hardeningChecks(await gatherHardening(context, info)),
    room: await roomOf(context, info, gpus),
    ...(builds ? { buildLimits: context.settings.buildLimits } : {}),
    address: context.settings.address,
  }
}

async function roomOf(context: DockerContext, info: EngineInfo, hasGpus: boolean): Promise<Room> {
  const rows = await context.docker.listContainers({
    filters: { label: [`${labels.instance}=${context.instance}`] },
  })
  const running = rows.filter((row) => isOurs(row.Labels, context.instance, row.Names[0]))
  const gpus = hasGpus && context.local ? await countGpus() : 0
  const gpusTaken = running.reduce((sum, row) => sum + Number(row.Labels[labels.gpus] ?? 0), 0)
  const memory = info.MemTotal ?? 0
  return {
    cpus: info.NCPU ?? 0,
    memory,
    memoryFree: (context.local ? await availableMemory() : undefined) ?? memory,
    diskFree: await context.engine.diskFree(),
    gpus,
    gpusFree: Math.max(0, gpus - gpusTaken),
    containers: running.length,
  }
}

/** Linux's own estimate of what may still be taken without swapping, in bytes. */
async function availableMemory(): Promise<number | undefined> {
  const match = /^MemAvailable:\s+(\d+) kB$/m.exec(await readFile('/proc/meminfo', 'utf8').catch(() => ''))
  return match === null ? undefined : Number(match[1]) * 1024
}

/** NVIDIA's driver has a folder for each GPU. */
async function countGpus(): Promise<number> {
  return (await readdir('/proc/driver/nvidia/gpus').catch(() => [])).length
}

async function withDeadline<T>(work: Promise<T>): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(() => reject(new Error('no answer')), deadlineMs)
  try {
    return await Promise.race([work, promise])
  } finally {
    clearTimeout(timer)
  }
}
