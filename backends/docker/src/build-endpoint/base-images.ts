import type { ImageInspectInfo } from 'dockerode'
import type { BerthError } from '@berth/contract'
import { addressesOf, arePublic, publicHosts } from '@berth/backend'
import { ownerByLabel } from '../owner-by-label.ts'
import { toPullError } from '../translate/docker-error.ts'
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
  if (own) await bringStored(parts, named, reference, options)
  const lying = own || (allowed && !options.pull) ? await inspect(parts, reference) : undefined
  const image = own || isFree(parts, lying, reference) ? lying : await pulled(parts, reference, options)
  if (image === undefined || !isFree(parts, image, reference)) throw unusable(named)
  judgeImage(image, named)
  return { id: image.Id, triggers: triggersOf(image).length > 0 }
}

/** Whether an image is there and is not another account's, under a name that somebody gave it on the host. */
function isFree(
  { instance, tenant }: BuildParts,
  image: ImageInspectInfo | undefined,
  reference: string,
): boolean {
  if (image === undefined) return false
  const owner = ownerByLabel(image, reference, instance)
  if (owner === undefined || owner === tenant.account) return true
  // What is shared is so by its name at Berth.
  const isShared = (name: string): boolean =>
    tenant.allowedImages.has(name) || (name === reference && tenant.elsewhere.has(name))
  return namesOf(image).some((name) => registryOf(name) === ownRegistry && isShared(name))
}

const namesOf = ({ RepoTags }: { readonly RepoTags?: readonly string[] | null }): readonly string[] =>
  RepoTags ?? []

async function pulled(
  parts: BuildParts,
  reference: string,
  options: PullOptions,
): Promise<ImageInspectInfo | undefined> {
  if (!parts.tenant.allowedImages.has(reference)) await judgeRegistry(parts, reference)
  await pull(parts, reference, options)
  return inspect(parts, reference)
}

/**
 * A registry is asked by the server itself: nothing that only the server can reach may be named, but what the
 * operator lists. The daemon resolves the name once more, so a firewall has the last word (docs/operators/security.md).
 */
async function judgeRegistry({ settings }: BuildParts, reference: string): Promise<void> {
  const registry = registryOf(reference)
  const host = registry.split(':')[0] ?? ''
  if (settings.buildRegistries.includes(registry)) return
  const refused = refusal(
    `Images from ${quoted(registry)} are not pulled here: ask the administrator to allow it (BERTH_AGENT_BUILD_REGISTRIES).`,
  )
  const named =
    /^[\w-]+(?:\.[\w-]+)*\.[a-z][\w-]*$/i.test(host) && !/(?:^|\.)(?:localhost|local|internal)$/i.test(host)
  if (!named || !settings.buildRegistries.includes(publicHosts)) throw refused
  // Docker Hub's addresses are nobody's to choose; a daemon may reach it through a proxy alone.
  if (registry === 'docker.io') return
  const addresses = await addressesOf(host).catch(() => undefined)
  if (addresses === undefined) throw refusal(`The registry ${quoted(registry)} is not found: check its name.`)
  if (!arePublic(addresses)) throw refused
}

/** Why a pull failed, without the words of whatever answered. */
function whyNot(error: Error, reference: string): string {
  const { code } = toPullError(error, reference)
  if (code === 'registry-unreachable') return 'the registry does not answer'
  if (code === 'image-not-found') return 'it is not there, or is private'
  return code === 'disk-full' ? 'the disk is full' : 'the registry refused it'
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
      `${quoted(reference)} could not be pulled without a login (${whyNot(refused, reference)}). If it is private, save your login for ${quoted(registryOf(reference))} in Berth, on the page “Registries”.`,
    )
  const { login } = given
  tell(`Pulling ${reference} as ${login.user}\n`)
  parts.closedRepositories.add(splitReference(reference).repository)
  const failure = await pullAs(parts, reference, login, signal)
  if (failure !== undefined)
    throw refusal(
      `${quoted(reference)} could not be pulled with your login for ${quoted(registryOf(reference))}: ${whyNot(failure, reference)}`,
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
