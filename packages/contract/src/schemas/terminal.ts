import { z } from 'zod'
import { problemSchema } from '../errors/problem.ts'

/**
 * The terminal's WebSocket, between browser and console and between console and agent alike.
 * Binary messages are bytes of the terminal, both ways. Text messages are JSON, as below.
 * `session` names a terminal that outlives its connection: given again within the grace period
 * (5 minutes), what was missed is replayed and the shell goes on.
 */
export const terminalQuery = z.object({
  attach: z.literal(['', 'true', '1']).optional().describe('To the main process, not a new shell'),
  session: z.uuid().optional(),
  columns: z.coerce.number().int().min(1).max(1_000).default(80),
  rows: z.coerce.number().int().min(1).max(1_000).default(24),
})

export const terminalRequest = z.discriminatedUnion('type', [
  z.object({ type: z.literal('input'), data: z.string() }),
  z.object({
    type: z.literal('resize'),
    columns: z.int().min(1).max(1_000),
    rows: z.int().min(1).max(1_000),
  }),
  z.object({ type: z.literal('ping') }),
  /** The user is done: end the shell now instead of keeping it for a reconnection. */
  z.object({ type: z.literal('close') }),
])
export type TerminalRequest = z.infer<typeof terminalRequest>

export const terminalNotice = z.discriminatedUnion('type', [
  z.object({ type: z.literal('session'), session: z.uuid(), resumed: z.boolean() }),
  z.object({ type: z.literal('exit'), exitCode: z.int().nullable() }),
  z.object({ type: z.literal('error'), problem: problemSchema }),
  z.object({ type: z.literal('pong') }),
])
export type TerminalNotice = z.infer<typeof terminalNotice>

/** WebSocket close codes (RFC 6455, 7.4): 4000–4999 are Berth's. */
export const terminalClose = {
  normal: 1000,
  goingAway: 1001,
  invalidMessage: 1007,
  tooBig: 1009,
  failed: 4000,
  ended: 4001,
} as const

/** The messages and close codes in words, for the OpenAPI documents, which cannot describe a WebSocket. */
export const terminalProtocol = `Upgrade to a WebSocket (RFC 6455). What refuses the request is answered before the upgrade, as a problem document; without \`Upgrade: websocket\` the answer is 426.

Binary messages are the terminal's bytes, both ways. Text messages are JSON.

To the server: \`{"type":"input","data":"ls\\n"}\` types, as a binary message does; \`{"type":"resize","columns":80,"rows":24}\`; \`{"type":"ping"}\`; \`{"type":"close"}\` ends the shell now, where a broken connection leaves it for 5 minutes.

From the server: \`{"type":"session","session":UUID,"resumed":false}\` first: with that \`session\` in the query a later connection goes on, and what was missed is sent again; \`{"type":"exit","exitCode":0}\` (or null); \`{"type":"error","problem":{…}}\`, a problem document; \`{"type":"pong"}\`.

Close codes: ${terminalClose.normal} done, ${terminalClose.goingAway} the server stops, ${terminalClose.invalidMessage} not a terminal message, ${terminalClose.tooBig} too big, ${terminalClose.failed} failed (an \`error\` came before), ${terminalClose.ended} the session has ended, 1008 the login has ended.`
