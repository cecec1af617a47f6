import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { BerthError, type BuildLimits } from '@berth/contract'
import type { Builds, BuildTerms } from '@berth/backend'
import type { DockerContext } from '../context.ts'
import { createFairQueue } from '../fair-queue.ts'
import { toBerthError } from '../translate/docker-error.ts'
import { createAdmission } from './admission.ts'
import { buildImage } from './build-image.ts'
import { listen, type Listener } from './listen.ts'
import type { BuildParts, BuildTenant } from './tenant.ts'
import { createWantedLogins } from './wanted-logins.ts'

interface Open {
  readonly parts: BuildParts & { tenant: BuildTenant }
  readonly listener: Listener
}

/** The builds of this daemon's accounts. `building`: how many an account's endpoint is at. `close` ends them all. */
export interface DockerBuilds extends Builds {
  building(account: string): number
  isOpen(account: string): boolean
  close(): Promise<void>
}

/** The build endpoints of this daemon, one an account. */
export function createBuilds(context: DockerContext): DockerBuilds {
  const open = new Map<string, Open>()
  const queue = createFairQueue(context.settings.builds)
  const admission = createAdmission()
  const logins = createWantedLogins((wanted) => context.events.tellLoginWanted(wanted))
  const find = (account: string): Open => {
    const found = open.get(account)
    if (found === undefined) throw new BerthError('not-found')
    return found
  }
  const closeBuildEndpoint = (account: string): Promise<void> =>
    context.changes.run(keyOf(account), async () => {
      const found = open.get(account)
      open.delete(account)
      await found?.listener.close()
    })
  return {
    openBuildEndpoint: (account, terms) =>
      context.changes.run(keyOf(account), async () => {
        const tenant = tenantOf(account, terms, context.settings.buildLimits)
        const found = open.get(account)
        if (found !== undefined) {
          found.parts.tenant = tenant
          return { socketPath: found.listener.socketPath }
        }
        const opened = await openListener(context, tenant, { queue, admission, logins })
        open.set(account, opened)
        return { socketPath: opened.listener.socketPath }
      }),
    closeBuildEndpoint,
    isOpen: (account) => open.has(account),
    building: (account) => open.get(account)?.listener.building() ?? 0,
    buildImage: (account, options, tar, signal) =>
      buildImage(() => find(account).parts, options, tar, signal),
    giveLogin: (wanted, login, from) => {
      logins.give(wanted, login === null ? null : { login, from })
      return Promise.resolve()
    },
    close: async () => {
      await Promise.all([...open.keys()].map(closeBuildEndpoint))
    },
  }
}

const keyOf = (account: string): string => `build-endpoint ${account}`

const tenantOf = (account: string, terms: BuildTerms, defaults: BuildLimits): BuildTenant => ({
  account,
  allowedImages: new Set(terms.allowedImages),
  elsewhere: new Map(terms.elsewhere?.map((image) => [image.reference, image])),
  limits: terms.limits ?? defaults,
})

async function openListener(
  context: DockerContext,
  tenant: BuildTenant,
  shared: Pick<BuildParts, 'queue' | 'admission' | 'logins'>,
): Promise<Open> {
  const judged = await context.engine.hasJudgedBuilder().catch((error: unknown) => {
    throw toBerthError(error)
  })
  if (!judged) throw new BerthError('capability-missing', { capability: 'builds' })
  const parts = { ...context, ...shared, tenant }
  // A Unix socket's path has 107 bytes at most, so the account stands in it as a hash.
  const hash = createHash('sha256')
    .update(`${context.instance}\0${tenant.account}`)
    .digest('hex')
    .slice(0, 16)
  const folder = join(context.settings.spoolFolder, `berth-build-${hash}`)
  try {
    const owner = remappedRoot((await context.engine.info()).DockerRootDir)
    return { parts, listener: await listen(parts, { folder, owner }) }
  } catch (error) {
    throw toBerthError(error)
  }
}

/** With user namespaces remapped, the daemon keeps its data in `<data-root>/<uid>.<gid>` of the containers' root. */
function remappedRoot(rootDir: string | undefined): { uid: number; gid: number } | undefined {
  const match = /\/(\d+)\.(\d+)$/.exec(rootDir ?? '')
  return match === null ? undefined : { uid: Number(match[1]), gid: Number(match[2]) }
}
