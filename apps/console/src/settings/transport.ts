import type { Settings } from './settings.ts'

/** Whether passwords and cookies cannot be read on the way: TLS here or at the public URL, or nothing but this machine. */
export function isTransportSafe({ tls, url, listen }: Pick<Settings, 'tls' | 'url' | 'listen'>): boolean {
  if (tls !== null) return true
  if (url !== undefined) return url.startsWith('https:') || isLoopback(new URL(url).hostname)
  return isLoopback(listen.host)
}

/** The host name at which others than this machine reach the console, if it is known; else null. */
export function publicHostName({ url }: Pick<Settings, 'url'>): string | null {
  if (url === undefined) return null
  const { hostname } = new URL(url)
  return isLoopback(hostname) ? null : hostname
}

const isLoopback = (host: string) => /^(localhost|127(\.\d+){3}|\[?::1\]?)$/i.test(host)
