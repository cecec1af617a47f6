import { imageFolder, ownRegistry } from './own-name.ts'
import { quoted, refusal } from './refusal.ts'

// https://pkg.go.dev/github.com/distribution/reference#pkg-overview
const host =
  /^(?:[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?)*)(?::\d{1,5})?$/
const path = /^[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)*$/
const tag = /^\w[\w.-]{0,127}$/
const digest = /^sha256:[0-9a-f]{64}$/
/** What a daemon would take for an ID or part of one. */
const idLike = /^(?:sha256:.*|[0-9a-fA-F]{12}|[0-9a-fA-F]{64})$/

/**
 * The full reference of an image as a Dockerfile names it. A name without a slash is first an image of the
 * account's own, among those allowed, else Docker Hub's. Throws `build-refused` for IDs and for what is no name.
 */
export function fullName(named: string, account: string, allowed: (own: string) => boolean): string {
  const invalid = refusal(
    idLike.test(named)
      ? `Images are named here, not given by ID: ${quoted(named)}.`
      : `${quoted(named)} is not the name of an image.`,
  )
  if (idLike.test(named) || named.length > 500) throw invalid
  const [rest = '', ...digests] = named.split('@')
  const colon = rest.indexOf(':', rest.lastIndexOf('/') + 1)
  const repository = colon < 0 ? rest : rest.slice(0, colon)
  const version = colon < 0 ? undefined : rest.slice(colon + 1)
  if (digests.length > 1 || (digests[0] !== undefined && !digest.test(digests[0]))) throw invalid
  if (version !== undefined && !tag.test(version)) throw invalid
  const suffix = digests[0] === undefined ? `:${version ?? 'latest'}` : `@${digests[0]}`
  const own = `${imageFolder(account)}/${repository}${suffix}`
  if (!repository.includes('/') && allowed(own)) return own
  const [registry, name] = split(repository)
  if (!host.test(registry) || !path.test(name)) throw invalid
  // A daemon's short form leaves out `docker.io/`, and then takes what follows for a registry.
  if (registry === 'docker.io' && /^(?:localhost$|[^/]*[.:])/.test(name.split('/')[0] ?? '')) throw invalid
  const full = `${registry}/${name}${suffix}`
  // A digest finds an image whatever it is called: Berth's own are named by their tags.
  if (registry.split(':')[0] === ownRegistry && digests[0] !== undefined) throw invalid
  return full
}

/** The first part is a registry if it looks like a host, as the daemon itself decides. */
function split(repository: string): readonly [registry: string, name: string] {
  const slash = repository.indexOf('/')
  const first = repository.slice(0, Math.max(0, slash))
  if (!/[.:]/.test(first) && first !== 'localhost' && first === first.toLowerCase())
    return ['docker.io', slash < 0 ? `library/${repository}` : repository]
  const registry = first.toLowerCase() === 'index.docker.io' ? 'docker.io' : first.toLowerCase()
  const name = repository.slice(slash + 1)
  return [registry, registry === 'docker.io' && !name.includes('/') ? `library/${name}` : name]
}
