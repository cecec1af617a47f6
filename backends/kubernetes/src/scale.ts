import { gunzipSync, gzipSync } from 'node:zlib'
import type { LogLine } from '@berth/contract'
import { merging } from './cluster.ts'
import type { KubernetesContext } from './context.ts'
import { placeOf } from './lookup.ts'
import { annotations, fieldManager } from './translate/names.ts'
import type { Ending, Parts } from './translate/observed-container.ts'

/** Has the cluster run the container's program; what is known of an earlier end is forgotten. */
export const scaleUp = (context: KubernetesContext, parts: Parts): Promise<unknown> =>
  patch(context, parts, { [annotations.ended]: null, [annotations.log]: null }, 1)

/** Has the cluster end the container's pod, whose last words and end are kept on its Deployment. */
export const scaleDown = (
  context: KubernetesContext,
  parts: Parts,
  ending: Ending | null,
  log: readonly LogLine[],
): Promise<unknown> =>
  patch(
    context,
    parts,
    {
      [annotations.ended]: ending && JSON.stringify(ending),
      [annotations.log]: log.length === 0 ? null : packLog(log),
    },
    0,
  )

/** Adds to what is known of a stopped container's end. */
export const noteEnding = (context: KubernetesContext, parts: Parts, ending: Ending): Promise<unknown> =>
  patch(context, parts, { [annotations.ended]: JSON.stringify(ending) }, 0)

const patch = (
  { cluster }: KubernetesContext,
  parts: Parts,
  notes: Readonly<Record<string, string | null>>,
  replicas: number,
): Promise<unknown> =>
  cluster.apps.patchNamespacedDeployment(
    { ...placeOf(parts), fieldManager, body: { metadata: { annotations: notes }, spec: { replicas } } },
    merging,
  )

const packLog = (lines: readonly LogLine[]): string => gzipSync(JSON.stringify(lines)).toString('base64')

/** The last lines of a container whose pod is gone. */
export function keptLog({ deployment }: Parts): LogLine[] {
  const packed = deployment.metadata?.annotations?.[annotations.log]
  return packed === undefined
    ? []
    : (JSON.parse(gunzipSync(Buffer.from(packed, 'base64')).toString('utf8')) as LogLine[])
}
