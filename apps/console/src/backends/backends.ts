import { agentRoutes, BerthError } from '@berth/contract'
import { createClient, type Client } from '@berth/client'
import { connect, type Connection } from '@berth/client/node'
import type { PlaceableBackend } from '@berth/lending'
import type { Pool } from 'pg'
import type { Secrets } from '../secrets/secrets.ts'
import { listBackendRows, tokenPurpose, type BackendRow } from './backend-row.ts'

/** A backend and the way to its agent. */
export interface ConnectedBackend {
  readonly row: BackendRow
  readonly client: Client<typeof agentRoutes>
  readonly connection: Connection
  readonly token: string
}

/** The backends as this replica knows them: the table, read anew at each notice of a change. */
export interface Backends {
  /** Throws `backend-unreachable` for one that is not connected. */
  get(name: string): ConnectedBackend
  all(): readonly ConnectedBackend[]
  placeable(): PlaceableBackend[]
  /** Notes memory (bytes) sent to a backend, for those placed before its agent tells of its room anew. */
  expect(backend: string, memory: number): void
  reload(): Promise<void>
  onChange(listener: () => void): () => void
  close(): Promise<void>
}

/** Milliseconds in which an agent is asked at least once: in a minute, and an answer takes its time. */
const toldAnew = 90_000

/** Reads nothing yet: call `reload` once the database is there. */
export function createBackends(pool: Pool, secrets: Secrets): Backends {
  const known = new Map<string, ConnectedBackend>()
  const pending = new Map<string, number>()
  const listeners = new Set<() => void>()
  const add = (backend: string, memory: number) => pending.set(backend, (pending.get(backend) ?? 0) + memory)
  return {
    get(name) {
      const backend = known.get(name)
      if (backend === undefined) throw new BerthError('backend-unreachable', { backend: name })
      return backend
    },
    all: () => [...known.values()],
    placeable: () => [...known.values()].map(({ row }) => ({ ...row, pending: pending.get(row.name) ?? 0 })),
    expect(backend, memory) {
      add(backend, memory)
      setTimeout(() => add(backend, -memory), toldAnew).unref()
    },
    async reload() {
      const rows = await listBackendRows(pool)
      const names = new Set(rows.map((row) => row.name))
      for (const [name, old] of known) {
        if (names.has(name)) continue
        known.delete(name)
        void old.connection.close()
      }
      for (const row of rows) known.set(row.name, connectTo(row, known.get(row.name), secrets))
      for (const listener of listeners) listener()
    },
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    close: async () => {
      await Promise.all([...known.values()].map(({ connection }) => connection.destroy()))
    },
  }
}

function connectTo(row: BackendRow, old: ConnectedBackend | undefined, secrets: Secrets): ConnectedBackend {
  if (old?.row.url === row.url && old.row.ca === row.ca && old.row.token.equals(row.token))
    return { ...old, row }
  void old?.connection.close()
  const token = openToken(row, secrets)
  const connection = connect({ url: row.url, ca: row.ca ?? undefined })
  // The contract's tests hold agents to their answers; checking 350 creations' once more is paid in CPU.
  const client = createClient(agentRoutes, { ...connection, token, validate: false })
  return { row, client, connection, token }
}

/** Empty, which the agent refuses, where the key is not the one it was sealed with: the others are to go on. */
function openToken(row: BackendRow, secrets: Secrets): string {
  try {
    return secrets.open(row.token, tokenPurpose(row.name))
  } catch {
    return ''
  }
}
