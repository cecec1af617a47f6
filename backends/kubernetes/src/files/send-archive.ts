import type { Spooled } from '@berth/backend/guest'
import { BerthError } from '@berth/contract'
import type { KubernetesContext } from '../context.ts'
import { openExec, type ExecPod } from '../exec/run-exec.ts'
import { exitOf } from '../exec/open-channel.ts'
import { sentence } from '../translate/kubernetes-error.ts'
import { sh } from './in-guest.ts'

/** `head` gives tar the end of its input, which the protocol cannot tell before its version 5 (Kubernetes 1.30). */
const script = `cd -- "$1" && head -c "$2" | tar xf - -C .`

/** Unpacks a tar of the agent's disk in a folder of a pod. What goes away half-way is `upload-incomplete`. */
export async function sendArchive(
  context: KubernetesContext,
  pod: ExecPod,
  folder: string,
  spooled: Spooled,
): Promise<void> {
  const channel = await openExec(context, pod, sh(script, folder, String(spooled.size)), true)
  channel.stdout.resume()
  let words = ''
  channel.stderr.on('data', (piece: Buffer) => {
    if (words.length < 1_000) words += piece.toString('utf8')
  })
  try {
    for await (const piece of spooled.read()) await channel.write(piece as Buffer)
    const { exitCode } = exitOf(await channel.status)
    if (exitCode === undefined) throw new BerthError('upload-incomplete')
    if (exitCode !== 0)
      throw /no space left/i.test(words)
        ? new BerthError('disk-full')
        : new BerthError('runtime-error', { message: sentence(words) })
  } finally {
    channel.close()
  }
}
