/** The registry name under which Berth keeps its own images, made here and in no registry (docs/decisions/0004). */
export const ownRegistry = 'berth.internal'

/** The full form of a reference as Docker shows it: `welcome:1` is `docker.io/library/welcome:1`. */
export function fullReference(reference: string): string {
  const slash = reference.indexOf('/')
  if (slash === -1) return `docker.io/library/${reference}`
  const host = reference.slice(0, slash)
  return host.includes('.') || host.includes(':') || host === 'localhost'
    ? reference
    : `docker.io/${reference}`
}

/** The registry that a reference names. */
export const registryOf = (reference: string): string => fullReference(reference).split('/')[0] ?? ''

/** Repository and tag as Docker's pull wants them; a digest wins over a tag and stands in its place. */
export function splitReference(reference: string): { repository: string; tag: string } {
  const [named = reference, digest] = reference.split('@', 2)
  const colon = named.lastIndexOf(':')
  const tagged = colon > named.lastIndexOf('/')
  return {
    repository: tagged ? named.slice(0, colon) : named,
    tag: digest ?? (tagged ? named.slice(colon + 1) : 'latest'),
  }
}
