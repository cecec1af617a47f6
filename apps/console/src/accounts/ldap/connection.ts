import net from 'node:net'
import tls from 'node:tls'
import { Client } from 'ldapts'
import type { LdapSettings } from '../../settings/settings.ts'

/**
 * Runs `work` on a connection of its own to one server, protected as the settings say, bound as the service
 * account. Everything together may take three time-outs; then the socket is destroyed, whatever it waits for.
 */
export async function withConnection<T>(
  settings: LdapSettings,
  url: string,
  work: (client: Client) => Promise<T>,
): Promise<T> {
  const { timeoutMilliseconds: timeout, ca } = settings
  const host = new URL(url).hostname.replace(/^\[|\]$/g, '')
  const tlsOptions: tls.ConnectionOptions = {
    minVersion: 'TLSv1.2',
    ...(net.isIP(host) === 0 ? { servername: host } : {}),
    ...(ca === undefined ? {} : { ca }),
  }
  const { sockets, connectors } = onlyOnce()
  const secure = url.startsWith('ldaps:')
  const client = new Client({
    url,
    timeout,
    connectTimeout: timeout,
    strictDN: false,
    // With these ldapts speaks TLS from the first byte, whatever the URL says.
    ...(secure ? { tlsOptions } : {}),
    ...connectors,
  })
  const late = Promise.withResolvers<never>()
  const timer = setTimeout(() => late.reject(new Error('the directory did not answer in time')), timeout * 3)
  const run = async () => {
    if (!secure && settings.startTls) await client.startTLS({ ...tlsOptions, host })
    if (settings.bind !== null) await client.bind(settings.bind.dn, settings.bind.password)
    return work(client)
  }
  try {
    return await Promise.race([run(), late.promise])
  } finally {
    clearTimeout(timer)
    for (const socket of sockets) socket.destroy()
  }
}

/**
 * ldapts connects again by itself when a connection is lost, after StartTLS in clear text: so each
 * connection can be made once only.
 */
function onlyOnce() {
  const sockets: net.Socket[] = []
  const connect = (...given: Parameters<typeof net.connect>): net.Socket => {
    if (sockets.length > 0) throw new Error('the directory closed the connection')
    const socket = net.connect(...given)
    sockets.push(socket)
    return socket
  }
  const secure = (...given: Parameters<typeof tls.connect>): tls.TLSSocket => {
    const socket = tls.connect(...given)
    sockets.push(socket)
    return socket
  }
  return {
    sockets,
    connectors: {
      createConnection: connect as typeof net.connect,
      createSecureConnection: secure as typeof tls.connect,
    },
  }
}
