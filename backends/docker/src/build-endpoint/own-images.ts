import type { ImageInspectInfo } from 'dockerode'
import { BerthError } from '@berth/contract'
import { statusOf, toBerthError } from '../translate/docker-error.ts'
import { labels } from '../translate/names.ts'
import { imageFolder, ownName } from './own-name.ts'
import type { BuildParts } from './tenant.ts'

/** Names and digests that belong to the account's folder. */
export const ownOnly = (names: readonly string[] | null | undefined, account: string): string[] =>
  (names ?? []).filter((name) => name.startsWith(`${imageFolder(account)}/`))

/**
 * An image of the account's own, by its name or by the whole ID that a build of its own gave. `not-found` for any
 * other, there or not.
 */
export async function ownImage(parts: BuildParts, named: string): Promise<ImageInspectInfo> {
  const { account } = parts.tenant
  const byId = /^sha256:[0-9a-f]{64}$/.test(named)
  try {
    const image = await parts.docker.getImage(byId ? named : ownName(named, account)).inspect()
    const { Labels } = image.Config as { Labels?: Readonly<Record<string, string>> | null }
    const made = Labels?.[labels.account] === account && Labels[labels.instance] === parts.instance
    if (byId && !made) throw new BerthError('not-found')
    return image
  } catch (error) {
    if (statusOf(error) === 404) throw new BerthError('not-found')
    throw toBerthError(error)
  }
}
