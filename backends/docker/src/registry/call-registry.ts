import { readdir, readFile } from 'node:fs/promises'
import { request as requestPlain } from 'node:http'
import { request as requestTls } from 'node:https'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { rootCertificates } from 'node:tls'
import type { RegistryLogin } from '@berth/contract'

interface RegistryCall {
  readonly method: 'DELETE'
  /** Below the registry's root. */
  readonly path: string
  /** What a token is asked for, where the registry takes tokens. */
  readonly scope: string
  readonly login: RegistryLogin
}

export interface RegistryAnswer {
  readonly status: number
  readonly challenge: string
  readonly body: string
}

/** Milliseconds. */
const patience = 30_000
const certificates = '/etc/docker/certs.d'

/**
 * Asks a registry for what Docker's daemon has no call, as the daemon would: by the certificates that are kept for it on
 * this machine, with a login or the token that it is exchanged for. https://distribution.github.io/distribution/spec/auth/token/
 */
export async function callRegistry(registry: string, call: RegistryCall): Promise<RegistryAnswer> {
  const { method, path, scope, login } = call
  const ca = await authorities(registry)
  const url = new URL(`${isPlain(registry) ? 'http' : 'https'}://${registry}${path}`)
  const basic = `Basic ${Buffer.from(`${login.user}:${login.password}`).toString('base64')}`
  const first = await send(url, method, { ca })
  if (first.status !== 401) return first
  const realm = parameter(first.challenge, 'realm')
  if (!/^bearer /i.test(first.challenge) || realm === null)
    return send(url, method, { ca, authorization: basic })
  const service = parameter(first.challenge, 'service')
  const tokens = new URL(realm)
  // The login goes to no other place than where its registry says, and never in the clear.
  if (tokens.protocol !== 'https:' && !isPlain(registry)) return first
  tokens.searchParams.set('scope', scope)
  if (service !== null) tokens.searchParams.set('service', service)
  const given = await send(tokens, 'GET', { ca, authorization: basic })
  if (given.status !== 200) return given
  const { token, access_token } = JSON.parse(given.body) as { token?: string; access_token?: string }
  return send(url, method, { ca, authorization: `Bearer ${token ?? access_token ?? ''}` })
}

/** As daemons do: https://docs.docker.com/reference/cli/dockerd/#insecure-registries */
const isPlain = (registry: string): boolean => /^(?:127\.\d+\.\d+\.\d+|localhost)(?::\d+)?$/.test(registry)

/** https://docs.docker.com/engine/security/certificates/ */
async function authorities(registry: string): Promise<string[] | undefined> {
  const folder = join(certificates, registry)
  const names = await readdir(folder).catch(() => [])
  const own = await Promise.all(
    names.filter((name) => name.endsWith('.crt')).map((name) => readFile(join(folder, name), 'utf8')),
  )
  return own.length === 0 ? undefined : [...rootCertificates, ...own]
}

const parameter = (challenge: string, name: string): string | null =>
  new RegExp(`[ ,]${name}="([^"]*)"`, 'i').exec(challenge)?.[1] ?? null

async function send(
  url: URL,
  method: string,
  { ca, authorization }: { readonly ca: string[] | undefined; readonly authorization?: string },
): Promise<RegistryAnswer> {
  const request = (url.protocol === 'http:' ? requestPlain : requestTls)(url, {
    method,
    headers: authorization === undefined ? {} : { authorization },
    signal: AbortSignal.timeout(patience),
    ...(ca === undefined ? {} : { ca }),
  })
  const { promise, resolve, reject } = Promise.withResolvers<RegistryAnswer>()
  request.on('error', reject)
  request.on('response', (response) => {
    text(response).then(
      (body) =>
        resolve({
          status: response.statusCode ?? 0,
          challenge: response.headers['www-authenticate'] ?? '',
          body,
        }),
      reject,
    )
  })
  request.end()
  return promise
}
