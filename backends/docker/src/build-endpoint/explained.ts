import { explain } from '@berth/contract'
import { toBerthError } from '../translate/docker-error.ts'

/** An error in a line for a client that shows one message. */
export function explained(error: unknown): string {
  const { code, params } = toBerthError(error)
  // The client shows one sentence, and a refusal says in it what to do.
  if (code === 'build-refused') return String(params['reason'])
  const { title, detail } = explain(code, params, 'en')
  return `${title}. ${detail}`
}
