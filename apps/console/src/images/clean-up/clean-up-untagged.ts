import type { CleanUpRules, UntaggedImage } from '@berth/contract'
import { untaggedDue } from '@berth/lending'
import type { Logger } from 'pino'
import type { AuditLog } from '../../audit/audit-log.ts'
import { agentError } from '../../backends/agent-error.ts'
import type { Backends, ConnectedBackend } from '../../backends/backends.ts'

/** The daemon counts what everything takes up before it answers. */
const patience = 60_000

/** What goes of a backend's images without a name; none of a backend that knows no such. */
export async function findUntaggedDue(
  rules: CleanUpRules,
  { row, client }: ConnectedBackend,
): Promise<UntaggedImage[]> {
  if (!rules.untagged) return []
  try {
    const listed = await client.listUntaggedImages({ signal: AbortSignal.timeout(patience) })
    return untaggedDue(listed, new Date())
  } catch (thrown) {
    const error = agentError(thrown, row.name)
    if (['capability-missing', 'not-found', 'method-not-allowed'].includes(error.code)) return []
    throw error
  }
}

/** Removes them on every backend that answers. What a container runs from stays, and is tried again the next time. */
export async function cleanUpUntagged(
  { backends, audit, log }: { readonly backends: Backends; readonly audit: AuditLog; readonly log: Logger },
  rules: CleanUpRules,
): Promise<void> {
  const all = backends.all().filter(({ row }) => row.reachable)
  await Promise.all(
    all.map(async (backend) => {
      const { name } = backend.row
      try {
        for (const image of await findUntaggedDue(rules, backend))
          if (await removed(backend, image))
            audit.record({
              time: new Date(),
              account: null,
              action: 'delete-image',
              target: `${name} ${image.id}`,
              owner: image.account,
              outcome: 'ok',
            })
      } catch (error) {
        log.warn({ err: error, backend: name }, 'images without a name were not cleaned up')
      }
    }),
  )
}

async function removed({ row, client }: ConnectedBackend, { id }: UntaggedImage): Promise<boolean> {
  try {
    await client.removeUntaggedImage({ query: { id }, signal: AbortSignal.timeout(patience) })
    return true
  } catch (thrown) {
    const error = agentError(thrown, row.name)
    // It has a name again, or a container.
    if (['image-in-use', 'not-found'].includes(error.code)) return false
    throw error
  }
}
