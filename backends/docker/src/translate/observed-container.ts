import type { ContainerInfo, ContainerInspectInfo } from 'dockerode'
import type { ObservedContainer } from '@berth/contract'
import { labels } from './names.ts'

type Labels = Readonly<Record<string, string>>
type State = ObservedContainer['state']

/** What `docker inspect` says of one of our containers. */
export function fromInspect(info: ContainerInspectInfo, address: string | null): ObservedContainer {
  const state = stateOf(info.State.Status)
  const { StartedAt, FinishedAt } = info.State
  return {
    ...identity(info.Config.Labels, info.Config.Image),
    runtimeId: info.Id,
    state,
    ...(state === 'exited' ? { exitCode: info.State.ExitCode } : {}),
    outOfMemory: state === 'exited' && info.State.OOMKilled,
    ports: state === 'running' ? portsOf(info.NetworkSettings.Ports) : [],
    address,
    ...timeField('startedAt', StartedAt),
    ...(state === 'exited' ? timeField('finishedAt', FinishedAt) : {}),
  }
}

/** What a row of `docker ps` says; it lacks times, and an exited one's code. */
export function fromListing(row: ContainerInfo, address: string | null): ObservedContainer {
  const state = stateOf(row.State)
  return {
    ...identity(row.Labels, row.Image),
    runtimeId: row.Id,
    state,
    outOfMemory: false,
    ports:
      state === 'running'
        ? uniquePorts(
            row.Ports.map((port) => ({ guest: port.PrivatePort, host: port.PublicPort, ip: port.IP })),
          )
        : [],
    address,
  }
}

/** Of labels alone, as an event carries them: a container whose process has ended. */
export function fromLabels(
  of: Labels,
  runtimeId: string,
  ended: { exitCode: number; finishedAt: string },
): ObservedContainer {
  return {
    ...identity(of, of['image'] ?? ''),
    runtimeId,
    state: 'exited',
    exitCode: ended.exitCode,
    outOfMemory: false,
    ports: [],
    address: null,
    finishedAt: ended.finishedAt,
  }
}

/** Docker's paused and restarting have a process; dead is what a failed removal leaves. */
function stateOf(status: string): State {
  switch (status) {
    case 'running':
    case 'paused':
    case 'restarting':
      return 'running'
    case 'removing':
    case 'dead':
      return 'removing'
    case 'exited':
    case 'stopped':
      return 'exited'
    default:
      return 'created'
  }
}

function identity(of: Labels, image: string): Pick<ObservedContainer, 'id' | 'account' | 'name' | 'image'> {
  return {
    id: of[labels.container] ?? '',
    account: of[labels.account] ?? '',
    name: of[labels.name] ?? '',
    image: of[labels.image] ?? image,
  }
}

/** Docker's zero time is the year 1; its nine decimals are cut to the three of ISO strings here. */
function timeField<Key extends string>(key: Key, time: string): Partial<Record<Key, string>> {
  const date = new Date(time)
  if (time === '' || Number.isNaN(date.getTime()) || date.getUTCFullYear() < 1970) return {}
  return { [key]: date.toISOString() } as Record<Key, string>
}

type PortMap = Readonly<Record<string, readonly { HostIp: string; HostPort: string }[] | null | undefined>>

function portsOf(ports: PortMap | null): ObservedContainer['ports'] {
  return uniquePorts(
    Object.entries(ports ?? {}).flatMap(([key, bindings]) =>
      (bindings ?? []).map((binding) => ({
        guest: Number(key.split('/')[0]),
        host: Number(binding.HostPort),
        ip: binding.HostIp,
      })),
    ),
  )
}

/** Docker may give IPv6 another port than IPv4 (moby issue 42442): IPv4's is the one that is told. */
function uniquePorts(
  all: readonly { guest: number; host: number | undefined; ip: string | undefined }[],
): ObservedContainer['ports'] {
  const chosen = new Map<number, number>()
  for (const { guest, host } of all.toSorted((a, b) => Number(isV6(a.ip)) - Number(isV6(b.ip)))) {
    if (host !== undefined && host > 0 && !chosen.has(guest)) chosen.set(guest, host)
  }
  return [...chosen].map(([guest, host]) => ({ guest, host })).toSorted((a, b) => a.guest - b.guest)
}

const isV6 = (ip: string | undefined): boolean => ip?.includes(':') ?? false
