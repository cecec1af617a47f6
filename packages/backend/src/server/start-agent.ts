import type { AddressInfo } from 'node:net'
import type { Logger } from 'pino'
import { agentDeadlines } from '@berth/contract'
import type { Backend } from '../port.ts'
import { createAgentServer } from './agent-server.ts'
import type { GitSettings } from './repository/repository-context.ts'
import { createTerminalSessions } from './terminal-sessions.ts'
import { readGit } from './process-settings.ts'
import { listenOnSocket } from './unix-socket.ts'

export type Listen =
  | { readonly socketPath: string }
  | {
      readonly host: string
      readonly port: number
      readonly tls: { readonly cert: string; readonly key: string }
    }

export interface AgentOptions {
  readonly backend: Backend
  readonly listen: Listen
  /** The console's bearer token, 22 characters or more. */
  readonly token: string
  readonly log: Logger
  /** Milliseconds; default: the contract's. */
  readonly execDeadline?: number
  /** How long a terminal outlives its connection, in milliseconds; default: five minutes. */
  readonly terminalGrace?: number
  /** Where uploads of unknown size wait, on a disk; default `/var/tmp`. */
  readonly spoolFolder?: string
  /** From where repositories are fetched; default: from public addresses. */
  readonly git?: GitSettings
}

export interface RunningAgent {
  /** The socket's path, or `https://host:port`. */
  readonly address: string
  /** Ends every connection and terminal; the backend stays open. */
  close(): Promise<void>
}

const defaults = { terminalGrace: 5 * 60_000, spoolFolder: '/var/tmp' }

/**
 * Serves a backend to the console, over a Unix socket (mode 0600) or over TLS; refuses to start on TCP
 * without TLS or with a token that can be guessed.
 */
export async function startAgent(options: AgentOptions): Promise<RunningAgent> {
  const { backend, listen, log } = options
  const tls = 'socketPath' in listen ? undefined : requireTls(listen)
  const terminals = createTerminalSessions({
    grace: options.terminalGrace ?? defaults.terminalGrace,
    onError: (err) => log.warn({ err }, 'terminal failed'),
  })
  const server = await createAgentServer({
    agent: {
      backend,
      terminals,
      execDeadline: options.execDeadline ?? agentDeadlines.exec,
      spoolFolder: options.spoolFolder ?? defaults.spoolFolder,
      git: options.git ?? readGit({}),
    },
    token: options.token,
    log,
    tls,
  })
  const close = async () => {
    terminals.close()
    await server.close()
  }
  if ('socketPath' in listen) {
    await listenOnSocket(server, listen.socketPath)
    return { address: listen.socketPath, close }
  }
  await server.listen({ host: listen.host, port: listen.port })
  const { port } = server.server.address() as AddressInfo
  return { address: `https://${listen.host.includes(':') ? `[${listen.host}]` : listen.host}:${port}`, close }
}

/** Checked while running too: settings come from outside the type system. */
function requireTls(listen: { tls?: { cert: string; key: string } }): { cert: string; key: string } {
  if (!listen.tls?.cert || !listen.tls.key) {
    throw new Error('An agent listens on TCP with TLS alone: give a certificate and a key')
  }
  return listen.tls
}
