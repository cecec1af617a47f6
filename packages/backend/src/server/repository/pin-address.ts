import { isIPv6 } from 'node:net'
import { BerthError } from '@berth/contract'
import { addressesOf, arePublic, publicHosts } from './public-addresses.ts'

/**
 * Resolves a repository's host once and gives curl's rule that keeps to it (`HOST:PORT:ADDRESS,…`), so that a name
 * that resolves otherwise a moment later leads nowhere else. `hosts`: HOST or HOST:PORT, each at any address, and
 * `public`. Throws `repository-refused`, or `repository-failed` for a name that does not resolve.
 */
export async function pinAddress(url: URL, hosts: ReadonlySet<string>): Promise<string> {
  const refused = new BerthError('repository-refused', { host: url.host })
  const listed = hosts.has(url.host)
  if (!listed && !(hosts.has(publicHosts) && url.protocol === 'https:')) throw refused
  const addresses = await addressesOf(url.hostname.replace(/^\[|\]$/g, '')).catch((error: unknown) => {
    throw new BerthError('repository-failed', { message: `${url.hostname} ?` }, { cause: error })
  })
  if (!listed && !arePublic(addresses)) throw refused
  const port = url.port === '' ? (url.protocol === 'https:' ? '443' : '80') : url.port
  const written = addresses.map((address) => (isIPv6(address) ? `[${address}]` : address))
  return `${url.hostname}:${port}:${written.join(',')}`
}
