import { BerthError } from '@berth/contract'
import { accepted, quotable, refused, type Judged } from './judged.ts'

/** The registry name under which Berth keeps its own images; the path's first part is the owner. */
export const berthRegistry = 'berth.internal'

/** An image reference in its full form: nothing is left for a daemon to guess. */
export interface ImageReference {
  readonly registry: string
  readonly repository: string
  /** Null only where a digest says which image is meant. */
  readonly tag: string | null
  readonly digest: string | null
}

// https://pkg.go.dev/github.com/distribution/reference#pkg-overview
const label = '(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])'
const host = new RegExp(`^(?:${label}(?:\\.${label})*|\\[[a-fA-F0-9:]+\\])(?::[0-9]{1,5})?$`)
const repositoryPattern =
  /^[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)*$/
const tagPattern = /^\w[\w.-]{0,127}$/
/** SHA-256 and SHA-512 are the registered algorithms: https://github.com/opencontainers/image-spec/blob/main/descriptor.md */
const digestPattern = /^(?:sha256:[a-f0-9]{64}|sha512:[a-f0-9]{128})$/
/** What a daemon takes for an ID or part of one rather than for a name. */
const idLike = /^(?:sha256:[a-fA-F0-9]*|[a-fA-F0-9]{64})$/

/** Parses what a person types (`python`, `ghcr.io/a/b:c@sha256:…`); null if it is not an image reference. */
export function parseImageReference(text: string): ImageReference | null {
  if (text.length > 1_000 || idLike.test(text)) return null
  const [rest = '', digest = null, ...more] = text.split('@')
  if (more.length > 0 || (digest !== null && !digestPattern.test(digest))) return null
  const colon = rest.indexOf(':', rest.lastIndexOf('/') + 1)
  const name = colon < 0 ? rest : rest.slice(0, colon)
  const tag = colon < 0 ? (digest === null ? 'latest' : null) : rest.slice(colon + 1)
  if (tag !== null && !tagPattern.test(tag)) return null
  const { registry, repository } = splitRegistry(name)
  const sound = host.test(registry) && repositoryPattern.test(repository)
  // A daemon's short form leaves out `docker.io/`, and then takes what follows for a registry.
  if (registry === 'docker.io' && looksLikeHost(repository.split('/')[0] ?? '')) return null
  if (!sound || registry.length + repository.length + 1 > 255) return null
  return { registry, repository, tag, digest }
}

const looksLikeHost = (part: string): boolean =>
  /[.:[]/.test(part) || part === 'localhost' || part !== part.toLowerCase()

/** The first part is a registry if it looks like a host, as the daemon itself decides (splitDockerDomain). */
function splitRegistry(name: string): { registry: string; repository: string } {
  const slash = name.indexOf('/')
  const first = name.slice(0, Math.max(0, slash))
  const isHost = looksLikeHost(first)
  const registry = slash > 0 && isHost ? first.toLowerCase() : 'docker.io'
  const repository = slash > 0 && isHost ? name.slice(slash + 1) : name
  if (registry !== 'docker.io' && registry !== 'index.docker.io') return { registry, repository }
  return {
    registry: 'docker.io',
    repository: repository.includes('/') ? repository : `library/${repository}`,
  }
}

/** `registry/repository[:tag][@digest]`. */
export function formatImageReference(reference: ImageReference): string {
  const tag = reference.tag === null ? '' : `:${reference.tag}`
  const digest = reference.digest === null ? '' : `@${reference.digest}`
  return `${reference.registry}/${reference.repository}${tag}${digest}`
}

/** An image of Berth's own, as far as lending it goes. `offered`: shared by staff, so that its bare name may stand for it. */
export interface LendableImage {
  readonly reference: string
  readonly owner: string
  readonly shared: boolean
  readonly offered: boolean
  readonly backends: readonly string[]
}

/** An image judged: its full reference and, for Berth's own, the backends that have it (null: any may pull it). */
export interface ChosenImage {
  readonly reference: string
  readonly backends: readonly string[] | null
}

/** Whether a full reference is under the name that Berth keeps its own images. */
export const isOwnReference = (reference: string): boolean => reference.startsWith(`${berthRegistry}/`)

const ofBerth = (reference: ImageReference) => reference.registry.replace(/:\d+$/, '') === berthRegistry

/** The name:tag that Berth's images are to be searched for, if the text may mean one of them; else null. */
export function berthImageName(text: string): string | null {
  const reference = parseImageReference(text)
  if (reference === null || reference.digest !== null) return null
  const path = ofBerth(reference) ? reference.repository.split('/').slice(1).join('/') : text
  const bare = ofBerth(reference) ? path : reference.repository.replace(/^library\//, '')
  return (ofBerth(reference) || !text.includes('/')) && path !== ''
    ? `${bare}:${reference.tag ?? 'latest'}`
    : null
}

/**
 * Decides which image a person means and whether they may use it. A name without a slash is first an image of
 * their own, then one that staff share, else a public one. Whoever may not use an image of Berth's is not told
 * whether it exists (`image-access-denied`).
 */
export function judgeImage(
  text: string,
  account: string,
  images: readonly LendableImage[],
): Judged<ChosenImage> {
  const parsed = parseImageReference(text)
  if (parsed === null) return refused('image', 'image-reference-invalid')
  const reference = formatImageReference(parsed)
  if (ofBerth(parsed)) {
    const image = images.find(
      (each) => each.reference === reference && (each.owner === account || each.shared),
    )
    return image === undefined
      ? refused('image', 'image-access-denied', { image: quotable(text) })
      : accepted(image)
  }
  const name = berthImageName(text)
  const named = name === null ? [] : images.filter((each) => nameOf(each) === name)
  const own = named.find((each) => each.owner === account)
  return accepted(own ?? named.find((each) => each.shared && each.offered) ?? { reference, backends: null })
}

/** As `judgeImage`. Throws `invalid-input`, or `image-access-denied`. */
export function judgeLentImage(text: string, account: string, images: readonly LendableImage[]): ChosenImage {
  const judged = judgeImage(text, account, images)
  if (judged.ok) return judged.value
  const { code, params } = judged.error
  const denied = code === 'image-access-denied'
  throw new BerthError(denied ? code : 'invalid-input', denied ? params : {}, { fields: [judged.error] })
}

function nameOf(image: LendableImage): string {
  return image.reference.split('/').slice(2).join('/')
}
