import type { Readable } from 'node:stream'
import { spoolChecked } from '@berth/backend/guest'
import type { UploadResult } from '@berth/contract'
import type { KubernetesContext } from './context.ts'
import { guestTarget } from './files/guest-target.ts'
import { sendArchive } from './files/send-archive.ts'
import { runningPod } from './lookup.ts'
import { toBerthError } from './translate/kubernetes-error.ts'

/** Unpacks a tar into a folder, once it is complete and found harmless on the agent's disk. */
export async function putArchive(
  context: KubernetesContext,
  id: string,
  path: string,
  tar: Readable,
  signal: AbortSignal,
): Promise<UploadResult> {
  // It may break off before anything reads it.
  tar.on('error', () => undefined)
  try {
    const pod = await runningPod(context, id)
    const target = await guestTarget(context, pod, path)
    const { spooled, result } = await spoolChecked(context.settings.spoolFolder, tar, target, signal)
    try {
      await sendArchive(context, pod, target.folder, spooled)
      return result
    } finally {
      await spooled.remove()
    }
  } catch (error) {
    throw toBerthError(error)
  }
}
