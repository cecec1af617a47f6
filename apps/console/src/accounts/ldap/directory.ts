import { BerthError } from '@berth/contract'
import type { Logger } from 'pino'
import type { LdapSettings } from '../../settings/settings.ts'
import { bounded } from '../bounded.ts'
import { withConnection } from './connection.ts'
import { bindAs } from './bind-as.ts'
import { findPerson } from './find-person.ts'
import type { Person } from './person.ts'
import { createServers } from './servers.ts'

/** The department's accounts. Each method throws `directory-unavailable` if no server answers in time. */
export interface Directory {
  /** The person if the password is right; null if there is no such person or it is wrong. */
  login(name: string, password: string): Promise<Person | null>
  /** Whether each of these is still there. */
  find(names: readonly string[]): Promise<ReadonlyMap<string, Person | null>>
}

/** Connections at once, and logins that may wait for one: a directory is somebody else's server. */
const atOnce = 32
const waiting = 2_000

/** The directory of the settings. Each login has a connection of its own, so that none waits behind another's. */
export function createDirectory(settings: LdapSettings, log: Logger): Directory {
  const servers = createServers(settings.urls)
  const turn = bounded(atOnce, waiting)
  const ask = <T>(work: Parameters<typeof withConnection<T>>[2]) =>
    turn(() => servers.first((url) => withConnection(settings, url, work))).catch((error: unknown) => {
      if (error instanceof BerthError) throw error
      log.warn(
        { error: error instanceof Error ? error.message : String(error) },
        'the directory does not answer',
      )
      throw new BerthError('directory-unavailable', {}, { cause: error })
    })
  return {
    login: (name, password) =>
      ask(async (client) => {
        const found = await findPerson(client, settings, name)
        return found !== null && (await bindAs(client, found.dn, password)) ? found.person : null
      }),
    find: (names) =>
      ask(async (client) => {
        const people = new Map<string, Person | null>()
        for (const name of names) people.set(name, (await findPerson(client, settings, name))?.person ?? null)
        return people
      }),
  }
}
