import type { FairQueue } from '../fair-queue.ts'
import type { DockerContext } from '../context.ts'
import type { BuildTerms } from '@berth/backend'
import type { BuildLimits } from '@berth/contract'
import type { Admission } from './admission.ts'
import type { WantedLogins } from './wanted-logins.ts'

/** On whose behalf a build endpoint works, and what that account may use. */
export interface BuildTenant {
  readonly account: string
  /**
   * Full references of what may be built upon as it lies on this host: the account's own images, those shared with
   * it, and public ones that are known to be so. Any other is asked for from its registry, which judges.
   */
  readonly allowedImages: ReadonlySet<string>
  /** What else it may build upon, by full reference: it lies on other hosts. */
  readonly elsewhere: ReadonlyMap<string, NonNullable<BuildTerms['elsewhere']>[number]>
  readonly limits: BuildLimits
}

/** What the endpoint's verbs work with. */
export type BuildParts = Pick<
  DockerContext,
  'docker' | 'local' | 'instance' | 'settings' | 'log' | 'networks' | 'engine' | 'closedRepositories'
> & {
  readonly tenant: BuildTenant
  /** Where builds wait for their turn, by account. */
  readonly queue: FairQueue
  readonly admission: Admission
  readonly logins: WantedLogins
}
