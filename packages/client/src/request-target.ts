import { BerthError, type Route } from '@berth/contract'

export interface TargetInput {
  readonly params?: Readonly<Record<string, unknown>> | undefined
  readonly query?: Readonly<Record<string, unknown>> | undefined
}

/**
 * Path and query of a call: parameters put in and encoded, absent query values left out.
 * A parameter that is empty, `.` or `..` names nothing and would change the path: BerthError `not-found`.
 */
export function requestTarget(route: Pick<Route, 'path'>, input: TargetInput): string {
  const path = route.path.replaceAll(/:(\w+)/g, (_, name: string) => encodeParam(input.params?.[name]))
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(input.query ?? {})) {
    if (value !== undefined && value !== null) query.append(name, text(value))
  }
  return query.size === 0 ? path : `${path}?${query.toString()}`
}

function encodeParam(value: unknown): string {
  const param = text(value ?? '')
  if (param === '' || param === '.' || param === '..') throw new BerthError('not-found')
  return encodeURIComponent(param)
}

const text = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value))
