import { BerthError, type AgentInfo } from '@berth/contract'

/** A backend as far as credentials go. */
export interface CredentialsBackend {
  readonly name: string
  readonly reachable: boolean
  readonly info: Pick<AgentInfo, 'capabilities' | 'runtimeReachable'> | null
}

/**
 * The backends that hand out credentials for the user's own tools, those that answer first; with `asked`, that one
 * alone. Throws `backend-unknown`, and `capability-missing` where there is none.
 */
export function credentialsBackends<B extends CredentialsBackend>(
  backends: readonly B[],
  asked?: string,
): [B, ...B[]] {
  const named = backends.filter(({ name }) => asked === undefined || name === asked)
  if (asked !== undefined && named.length === 0) throw new BerthError('backend-unknown', { backend: asked })
  const [first, ...others] = named
    .filter(({ info }) => info?.capabilities.credentials === true)
    .sort((one, other) => Number(answers(other)) - Number(answers(one)))
  if (first === undefined) throw new BerthError('capability-missing')
  return [first, ...others]
}

const answers = ({ reachable, info }: CredentialsBackend) => reachable && info?.runtimeReachable === true
