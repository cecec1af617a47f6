import type { AgentOptions, RequestOptions } from 'node:https'
import { isDeepStrictEqual } from 'node:util'
import { KubeConfig, type ConnectOptions, type RequestContext } from '@kubernetes/client-node'
import { Agent } from 'undici'

/** Shorter than the 90 s after which an API server closes a connection that nobody uses. */
const keepAliveTimeout = 60_000
/** What an API server needs for an answer, with the 30 s that an admission webhook may take. */
const headersTimeout = 35_000
/** Longer than the silence after which a watch asks whether anybody is there. */
const bodyTimeout = 60_000

/**
 * A way into a cluster whose calls share their connections: the client opens one for each call, with a TLS handshake
 * that takes longer than the call. Certificates and tokens are read anew for each call, as the client does; where the
 * certificates are others, so are the connections. No call waits for ever.
 */
export class SharedConnections extends KubeConfig {
  #shared: { readonly connect: ConnectOptions; readonly agent: Agent } | undefined

  constructor(config: KubeConfig) {
    super()
    this.loadFromOptions(config)
  }

  /** For logs and WebSockets. The client has one agent for them, with the certificates that were there at the first. */
  override async applyToHTTPSOptions(
    options: Parameters<KubeConfig['applyToHTTPSOptions']>[0],
  ): Promise<void> {
    await super.applyToHTTPSOptions(options)
    const { server, proxyUrl } = this.getCurrentCluster() ?? {}
    // Node's own agent tells connections apart by their certificates.
    if (proxyUrl === undefined && server?.startsWith('https:') === true) delete options.agent
  }

  override async applySecurityAuthentication(context: RequestContext): Promise<void> {
    const options: RequestOptions & AgentOptions = {}
    await this.applyToHTTPSOptions(options)
    const { headers = {}, auth } = options
    if (typeof auth === 'string')
      context.setHeaderParam('Authorization', `Basic ${Buffer.from(auth).toString('base64')}`)
    for (const [name, value] of Object.entries(headers)) context.setHeaderParam(name, String(value))
    const wanted = this.createDispatcherOptions(this.getCurrentCluster(), options)
    // Through a proxy, as the client does it.
    if (wanted.type === 'agent') context.setDispatcher(this.#agentFor(wanted.connect))
    else await super.applySecurityAuthentication(context)
  }

  /** One that is given up ends with its last call: it is not closed, as a call may be about to use it. */
  #agentFor(connect: ConnectOptions): Agent {
    if (this.#shared === undefined || !isDeepStrictEqual(this.#shared.connect, connect)) {
      // HTTP/1.1: a connection that hangs holds up one call, not all of them.
      const agent = new Agent({
        connect: connect as NonNullable<Agent.Options['connect']>,
        allowH2: false,
        keepAliveTimeout,
        headersTimeout,
        bodyTimeout,
      })
      this.#shared = { connect, agent }
    }
    return this.#shared.agent
  }
}
