import type { ImageInspectInfo } from 'dockerode'
import type { BerthError } from '@berth/contract'
import { messageOf, toPullError } from '../translate/docker-error.ts'
import { registryOf, splitReference } from '../translate/image-reference.ts'
import { labels } from '../translate/names.ts'
import { judgeTrigger } from './dockerfile/judge-instruction.ts'
import { fullName } from './full-name.ts'
import { imageFolder, ownRegistry } from './own-name.ts'
import { inspect, pullAs, type PullOptions } from './pull-base.ts'
import { quoted, refusal } from './refusal.ts'
import { bringStored } from './stored-base.ts'
import type { BuildParts } from './tenant.ts'

/** An image that may be built upon. `triggers`: it has ONBUILD instructions, which run before anything of ours. */
export interface BaseImage {
  readonly id: string
  readonly triggers: boolean
}

/**
 * The image that a Dockerfile names, by its ID: what is judged is what is built upon, whatever is tagged meanwhile.
 * Throws `build-refused` where the account may not use it, without telling whether it exists.
 */
export async function resolveBase(
  parts: BuildParts,
  named: string,
  options: PullOptions,
): Promise<BaseImage> {
  const { allowedImages, elsewhere, account } = parts.tenant
  const reference = fullName(named, account, (own) => allowedImages.has(own) || elsewhere.has(own))
  const own = registryOf(reference).split(':')[0] === ownRegistry
  const lent =
    allowedImages.has(reference) && !parts.closedRepositories.has(splitReference(reference).repository)
  const allowed = lent || reference.startsWith(`${imageFolder(account)}/`) || elsewhere.has(reference)
  if (own && !allowed) throw unusable(named)
  if (!own && !allowed) judgeRegistry(reference)
  if (own) await bringStored(parts, named, reference, options)
  if (!own && (!allowed || options.pull)) await pull(parts, reference, options)
  const info = await inspect(parts, reference)
  if (info === undefined && (own || options.pull || !allowed)) throw unusable(named)
  if (info === undefined) await pull(parts, reference, options)
  const image = info ?? (await inspect(parts, reference))
  if (image === undefined) throw unusable(named)
  judgeImage(image, named)
  return { id: image.Id, triggers: triggersOf(image).length > 0 }
}

/** A registry is asked by the server itself: nothing that only the server can reach may be named. */
function judgeRegistry(reference: string): void {
  const host = registryOf(reference).split(':')[0] ?? ''
  if (
    !/^[\w-]+(?:\.[\w-]+)*\.[a-z][\w-]*$/i.test(host) ||
    /(?:^|\.)(?:localhost|local|internal)$/i.test(host)
  )
    throw refusal(`Images from ${quoted(registryOf(reference))} are not pulled here.`)
}

const unusable = (named: string): BerthError =>
  refusal(
    `There is no image ${quoted(named)} that you may build upon: write the name of a public image, of one of yours or of one shared with you.`,
  )

/** As nobody first; where that is refused, with the account’s login if it has one there: docs/decisions/0015. */
async function pull(parts: BuildParts, reference: string, { signal, tell }: PullOptions): Promise<void> {
  tell(`Pulling ${reference}\n`)
  const refused = await pullAs(parts, reference, undefined, signal)
  if (refused === undefined) return
  const { code } = toPullError(refused, reference)
  const given =
    code === 'image-not-found' || code === 'pull-failed'
      ? await parts.logins.want({ account: parts.tenant.account, reference }, signal)
      : null
  if (given === null)
    throw refusal(
      `${quoted(reference)} could not be pulled without a login (${messageOf(refused).slice(0, 200)}). If it is private, save your login for ${quoted(registryOf(reference))} in Berth, on the page “Registries”.`,
    )
  const { login } = given
  tell(`Pulling ${reference} as ${login.user}\n`)
  parts.closedRepositories.add(splitReference(reference).repository)
  const failure = await pullAs(parts, reference, login, signal)
  if (failure !== undefined)
    throw refusal(
      `${quoted(reference)} could not be pulled with your login for ${quoted(registryOf(reference))}: ${messageOf(failure).slice(0, 200)}`,
    )
}

const triggersOf = (image: ImageInspectInfo): readonly string[] => {
  const { OnBuild } = image.Config as { OnBuild?: readonly string[] | null }
  return OnBuild ?? []
}

/** A base image's labels are on each container of the build before anything else is. */
function judgeImage(image: ImageInspectInfo, named: string): void {
  const allowed = new Set<string>([labels.instance, labels.account])
  const { Labels } = image.Config as { Labels: Readonly<Record<string, string>> | null }
  for (const key of Object.keys(Labels ?? {}))
    if (key.toLowerCase().startsWith('berth.') && !allowed.has(key))
      throw refusal(`The image ${quoted(named)} has the label ${quoted(key)}, which is Berth’s own.`)
  for (const trigger of triggersOf(image)) judgeTrigger(trigger, '\\')
}
