import type { Route } from '@berth/contract'
import { requestTarget, type TargetInput } from './request-target.ts'

/**
 * The WebSocket's address of a terminal route: `base` is the server's http(s) address (in a browser,
 * `location.origin`), the answer begins with ws: or wss:.
 */
export function terminalUrl(base: string, route: Pick<Route, 'path'>, input: TargetInput): string {
  const url = new URL(requestTarget(route, input), base)
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:'
  return url.href
}
