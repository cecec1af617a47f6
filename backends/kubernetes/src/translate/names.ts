import { createHash } from 'node:crypto'

/** The labels that tie an object to its Berth; lookups go by them and by nothing else. */
export const labels = {
  instance: 'berth.instance',
  account: 'berth.account',
  container: 'berth.container',
} as const

/** What no label can hold: names as they are, and how a container ended. */
export const annotations = {
  account: 'berth/account',
  name: 'berth/name',
  image: 'berth/image',
  ended: 'berth/ended',
  log: 'berth/log',
} as const

/** Who wrote what, in server-side apply. */
export const fieldManager = 'berth'

const alphabet = 'abcdefghijklmnopqrstuvwxyz234567'
/** 60 bits: among a million accounts two meet once in two million installations. */
const digestLength = 12
const longestReadable = 40

/** Base32 of the SHA-256 of words, which are kept apart by NUL. */
function digest(...words: readonly string[]): string {
  const bytes = createHash('sha256').update(words.join('\0')).digest()
  return Array.from(bytes.subarray(0, digestLength), (byte) => alphabet[byte % 32]).join('')
}

/** What of a name may stand in a DNS label. */
const readable = (name: string): string =>
  name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, longestReadable)
    .replaceAll(/^-+|-+$/g, '')

/**
 * An account's namespace: `berth-<what is readable of it>-<digest of instance and account>`. The digest alone keeps
 * apart what reads alike: capitals, `_` and `.`, other scripts, long names, and other Berths on the same cluster.
 */
export function namespaceOf(account: string, instance: string): string {
  return ['berth', readable(account), digest(instance, account)].filter((part) => part !== '').join('-')
}

/** Name of a container's Deployment: the container's own, which the console holds to the form of a DNS label. */
export function deploymentName(name: string): string {
  if (/^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$/.test(name)) return name
  return [readable(name), digest(name)].filter((part) => part !== '').join('-')
}

/** Name of a container's Service: until Kubernetes 1.34 it must begin with a letter. */
export function serviceName(name: string): string {
  const base = deploymentName(name)
  return /^[a-z]/.test(base) ? base : `n-${readable(name)}-${digest(name)}`
}

/**
 * The first part of a guest port's host name, at most 63 characters: `<name>-<port>-<digest>`. The digest keeps apart
 * whose it is.
 */
export const hostLabel = (name: string, port: number, account: string, instance: string): string =>
  `${deploymentName(name)}-${port}-${digest(instance, account)}`
