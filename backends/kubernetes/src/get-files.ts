import { Readable } from 'node:stream'
import type { OutgoingFile } from '@berth/backend'
import { partsOf } from '@berth/backend/guest'
import { BerthError } from '@berth/contract'
import type { KubernetesContext } from './context.ts'
import { exitOf } from './exec/open-channel.ts'
import { openExec, type ExecPod } from './exec/run-exec.ts'
import { inGuest, sh } from './files/in-guest.ts'
import { runningPod } from './lookup.ts'
import { toBerthError } from './translate/kubernetes-error.ts'

/** What a path is, links followed in the container: `d`, or `f` with its size. 44: nothing is there; 45: something else. */
const kindScript = `[ -e "$1" ] || exit 44
if [ -d "$1" ]; then command -v tar >/dev/null || exit 127; echo d
elif [ -f "$1" ]; then echo f $(wc -c < "$1")
else exit 45
fi`
const folderScript = `cd -- "$1" && d=$(pwd -P) && if [ "$d" = / ]; then tar cf - .; else cd .. && tar cf - "./\${d##*/}"; fi`
const fileScript = `cd -- "$1" && tar chf - "./$2"`

/** A file as it is, or a folder as a tar, by the container's own tools. */
export async function getFiles(
  context: KubernetesContext,
  id: string,
  path: string,
  format: 'auto' | 'tar',
  signal: AbortSignal,
): Promise<OutgoingFile> {
  try {
    const pod = await runningPod(context, id)
    const parts = partsOf(path)
    const at = `/${parts.join('/')}`
    const { exitCode, output } = await inGuest(context, pod, sh(kindScript, at))
    if (exitCode === 44) throw new BerthError('path-not-found', { path })
    if (exitCode !== 0) throw new BerthError('path-invalid')
    const name = parts.at(-1) ?? 'root'
    const [kind, size] = output.trim().split(' ')
    const folder = `/${parts.slice(0, -1).join('/')}`
    const bytes = (command: string[], length: number | null) => bytesOf(context, pod, command, length, signal)
    if (kind === 'd')
      return {
        name: `${name}.tar`,
        kind: 'tar',
        size: null,
        content: await bytes(sh(folderScript, at), null),
      }
    if (format === 'tar')
      return {
        name: `${name}.tar`,
        kind: 'tar',
        size: null,
        content: await bytes(sh(fileScript, folder, name), null),
      }
    const length = Number(size)
    return { name, kind: 'file', size: length, content: await bytes(sh('cat < "$1"', at), length) }
  } catch (error) {
    throw toBerthError(error)
  }
}

async function bytesOf(
  context: KubernetesContext,
  pod: ExecPod,
  command: string[],
  length: number | null,
  signal: AbortSignal,
): Promise<Readable> {
  const channel = await openExec(context, pod, command, false)
  channel.stderr.resume()
  const read = async function* (): AsyncGenerator<Buffer> {
    const abort = (): void => channel.close()
    signal.addEventListener('abort', abort)
    let seen = 0
    try {
      for await (const piece of channel.stdout) {
        seen += (piece as Buffer).length
        yield piece as Buffer
      }
      const { exitCode } = exitOf(await channel.status)
      // The head has long been sent: an answer that is cut off is all that can be told.
      if (exitCode !== 0 || (length !== null && seen !== length))
        throw new Error('the container stopped sending')
    } finally {
      signal.removeEventListener('abort', abort)
      channel.close()
    }
  }
  return Readable.from(read(), { objectMode: false })
}
