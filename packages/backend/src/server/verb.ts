import type { FastifyReply, FastifyRequest } from 'fastify'
import type { WebSocket } from '@fastify/websocket'
import type { ParsedOf, Route } from '@berth/contract'
import type { Backend } from '../port.ts'
import type { GitSettings } from './repository/repository-context.ts'
import type { TerminalSessions } from './terminal-sessions.ts'

/** What every verb of the server works with. Deadlines in milliseconds; `spoolFolder` lies on a disk. */
export interface Agent {
  readonly backend: Backend
  readonly terminals: TerminalSessions
  readonly execDeadline: number
  readonly spoolFolder: string
  readonly git: GitSettings
}

/** One request whose input was validated by its route's schemas. */
export interface Call<R extends Route> {
  readonly agent: Agent
  readonly input: ParsedOf<R>
  readonly request: FastifyRequest
  readonly reply: FastifyReply
}

/** One operation of the agent's API: its route and what it does. What it gives is the answer's body. */
export interface Verb {
  readonly route: Route
  answer(agent: Agent, request: FastifyRequest, reply: FastifyReply): Promise<unknown>
  /** Where the route is a WebSocket: serves it. */
  connect?(agent: Agent, request: FastifyRequest, socket: WebSocket): Promise<void>
}

/** Ties a route of the contract to what it does. */
export function verb<const R extends Route>(route: R, handle: (call: Call<R>) => Promise<unknown>): Verb {
  return {
    route,
    answer: (agent, request, reply) => handle({ agent, request, reply, input: inputOf(route, request) }),
  }
}

/** What was sent, in the place of which Fastify's validation has just put the schemas' output. */
export function inputOf<R extends Route>(_route: R, request: FastifyRequest): ParsedOf<R> {
  const input: unknown = { params: request.params, query: request.query, body: request.body }
  return input as ParsedOf<R>
}
