import { Agent, fetch as undiciFetch, type RequestInit as UndiciInit } from 'undici'
import type { Fetch } from '../client-types.ts'

/** Where a server is and how it is trusted. */
export interface Endpoint {
  /** `https://host:port`, `http://host:port` or `unix:/path/to/socket`. */
  readonly url: string
  /** PEM of the only authorities that may have signed the server's certificate; without, the public ones. */
  readonly ca?: string | undefined
}

/** A pool of kept-alive connections to one server. Give `baseUrl` and `fetch` to `createClient`. */
export interface Connection {
  readonly endpoint: Endpoint
  readonly baseUrl: string
  /** The socket's path, where it is one. */
  readonly socketPath: string | undefined
  readonly fetch: Fetch
  /** For `undici.request(url, { dispatcher })`, which moves bytes as Node streams. */
  readonly dispatcher: Agent
  /** Ends idle connections now, busy ones when they are done. */
  readonly close: () => Promise<void>
  /** Ends all connections at once. */
  readonly destroy: () => Promise<void>
}

const connectTimeout = 10_000

/**
 * Opens nothing yet: connections are made as calls need them. There is no time-out but that for connecting
 * (10 s): answers may be hours apart on a stream, so deadlines are the caller's `signal`.
 */
export function connect(endpoint: Endpoint): Connection {
  const socketPath = endpoint.url.startsWith('unix:')
    ? endpoint.url.slice('unix:'.length).replace(/^\/\/(?=\/)/, '')
    : undefined
  const dispatcher = new Agent({
    connect: {
      timeout: connectTimeout,
      ...(socketPath === undefined ? {} : { socketPath }),
      ...(endpoint.ca === undefined ? {} : { ca: endpoint.ca }),
    },
    headersTimeout: 0,
    bodyTimeout: 0,
  })
  return {
    endpoint,
    baseUrl: socketPath === undefined ? endpoint.url.replace(/\/+$/, '') : 'http://localhost',
    socketPath,
    fetch: fetchThrough(dispatcher),
    dispatcher,
    close: () => dispatcher.close(),
    destroy: () => dispatcher.destroy(),
  }
}

/** Naming FormData itself would load Node's own undici, 6 MB, for nothing. */
const isForm = (body: unknown): body is FormData =>
  typeof body === 'object' && body !== null && Reflect.get(body, Symbol.toStringTag) === 'FormData'

function fetchThrough(dispatcher: Agent): Fetch {
  return async (url, { body, headers, ...init }) => {
    // undici does not know the FormData of Node's own copy of undici: that copy writes it out.
    const form = isForm(body) ? new Response(body) : undefined
    const type = form?.headers.get('content-type')
    return undiciFetch(url, {
      ...init,
      headers: type == null ? headers : { ...headers, 'content-type': type },
      ...(body === undefined ? {} : { body: form === undefined ? body : form.body }),
      ...(form === undefined ? {} : { duplex: 'half' }),
      dispatcher,
    } as UndiciInit)
  }
}
