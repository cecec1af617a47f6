import type { Settings } from './settings.ts'

/** Whether passwords and cookies cannot be read on the way: TLS here or at the public URL, or nothing but this machine. */
export function isTransportSafe({ tls, url, listen }: Pick<Settings, 'tls' | 'url' | 'listen'>): boolean {
  if (tls !== null) return true
  if (url !== undefined) return url.startsWith('https:') || isLoopback(new URL(url).hostname)
  return isLoopback(listen.host)
}

const isLoopback = (host: string) => /^(localhost|127(\.\d+){3}|\[?::1\]?)$/i.test(host)
