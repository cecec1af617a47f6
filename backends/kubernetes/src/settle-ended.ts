import type { KubernetesContext } from './context.ts'
import { findParts } from './lookup.ts'
import { lastLines } from './pod-log.ts'
import { scaleDown } from './scale.ts'
import { endingOf, type Parts } from './translate/observed-container.ts'

/** Whether a program has ended that the cluster would start over and over (decision 0002). */
export const hasEnded = (parts: Parts): boolean =>
  parts.deployment.spec?.replicas !== 0 && endingOf(parts) !== undefined

/** Writes down how a program ended, with its last lines, and has the cluster start it no more. */
export function settleEnded(context: KubernetesContext, id: string): Promise<void> {
  return context.changes.run(id, async () => {
    const parts = await findParts(context, id)
    const ending = parts && endingOf(parts)
    if (parts === undefined || ending === undefined || !hasEnded(parts)) return
    await scaleDown(context, parts, ending, await lastLines(context, parts))
  })
}
