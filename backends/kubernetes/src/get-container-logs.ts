import type { LogsOptions } from '@berth/backend'
import type { LogLine } from '@berth/contract'
import type { KubernetesContext } from './context.ts'
import { partsOf } from './lookup.ts'
import { podLog } from './pod-log.ts'
import { keptLog } from './scale.ts'
import { toBerthError } from './translate/kubernetes-error.ts'

/** What the main process wrote; of one that has ended, the last lines. */
export async function* getContainerLogs(
  context: KubernetesContext,
  id: string,
  { follow, tail, since, signal }: LogsOptions,
): AsyncGenerator<LogLine> {
  try {
    const parts = await partsOf(context, id)
    // Kubernetes counts in whole seconds.
    const wanted = ({ time }: LogLine): boolean =>
      since === undefined || time >= new Date(since).toISOString()
    if (parts.deployment.spec?.replicas === 0) {
      yield* tail === 0 ? [] : keptLog(parts).filter(wanted).slice(-tail)
      return
    }
    const options = { follow, tailLines: tail, ...(since === undefined ? {} : { sinceTime: since }) }
    for await (const line of podLog(context, parts, options, signal)) if (wanted(line)) yield line
  } catch (error) {
    if (!signal.aborted) throw toBerthError(error)
  }
}
