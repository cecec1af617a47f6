import {
  explain,
  type Container,
  type ErrorCode,
  type Language,
  type Port,
  type Reason,
} from '@berth/contract'
import type { StoredReason } from '../database/schema.ts'
import type { ShownContainer } from './container-row.ts'

/** Who looks, and what is known of the moment. */
export interface Looking {
  readonly language: Language
  /** Host name that the asker reached the console by: where host ports are too, unless the backend has an address. */
  readonly host: string
  /** Place in the queue, where the container waits in it. */
  readonly place: number | undefined
}

/** A container as the API tells it. `environments` is given for its owner alone. */
export function viewContainer(
  row: ShownContainer,
  looking: Looking,
  environments?: readonly string[],
): Container {
  const { observed } = row
  const progress = progressOf(row, looking.place)
  return {
    id: row.id,
    name: row.name,
    account: row.account,
    image: row.image,
    backend: row.backend,
    state: row.state,
    wanted: row.wanted,
    ...(row.reason === null ? {} : { reason: reasonOf(row.reason, looking.language) }),
    ...(progress === undefined ? {} : { progress }),
    ports: row.guestPorts.map((guest) => portOf(guest, row, looking.host)),
    limits: row.limits,
    ...(row.command === null ? {} : { command: row.command }),
    ...(environments === undefined ? {} : { environments: [...environments] }),
    ...(observed?.exitCode === undefined || observed.state !== 'exited'
      ? {}
      : { exitCode: observed.exitCode }),
    createdAt: row.createdAt.toISOString(),
    ...(observed?.startedAt === undefined ? {} : { startedAt: observed.startedAt }),
    ...(observed?.finishedAt === undefined ? {} : { finishedAt: observed.finishedAt }),
  }
}

function progressOf({ progress, layers }: ShownContainer, place: number | undefined): Container['progress'] {
  if (progress === null) return undefined
  return {
    ...progress,
    ...(progress.stage === 'queued' && place !== undefined ? { place } : {}),
    ...(layers?.layers === undefined ? {} : { layers: layers.layers }),
  }
}

function reasonOf({ code, params, log }: StoredReason, language: Language): Reason {
  const known = code as ErrorCode
  return { code: known, params, ...explain(known, params, language), ...(log === undefined ? {} : { log }) }
}

function portOf(guest: number, { observed, state }: ShownContainer, requestHost: string): Port {
  const port = state === 'running' ? observed?.ports.find((one) => one.guest === guest) : undefined
  if (port === undefined) return { guest, host: null, url: null }
  const { host, url } = port
  if (url !== undefined) return { guest, host, url }
  const name = observed?.address ?? requestHost
  return {
    guest,
    host,
    url: `http://${name.includes(':') && !name.startsWith('[') ? `[${name}]` : name}:${host}/`,
  }
}
