import { listingCommand, partsOf } from '@berth/backend/guest'
import { BerthError, type FileList } from '@berth/contract'
import type { KubernetesContext } from './context.ts'
import { inGuest, sh } from './files/in-guest.ts'
import type { ExecPod } from './exec/run-exec.ts'
import { runningPod } from './lookup.ts'
import { toBerthError } from './translate/kubernetes-error.ts'

const longest = 16 * 1024 * 1024

/** What is in a folder, asked from the container's own tools. */
export async function listFiles(context: KubernetesContext, id: string, asked?: string): Promise<FileList> {
  try {
    const pod = await runningPod(context, id)
    const path = asked ?? (await firstFolder(context, pod))
    const { command, parse } = listingCommand(`/${partsOf(path).join('/')}`)
    const { exitCode, output } = await inGuest(context, pod, command, { longest })
    if (exitCode !== 0) throw new BerthError('path-not-found', { path })
    const { entries, truncated } = parse(output)
    const byName = entries.toSorted((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0))
    return { path, entries: byName, truncated }
  } catch (error) {
    throw toBerthError(error)
  }
}

/** A command begins where the container works; the runtime names the home of its user. */
const script = `[ "$PWD" = / ] || HOME=$PWD
if [ -d "$HOME" ]; then printf %s "$HOME"; else printf /; fi`

/** Where the container works, or its user is at home. What answers is the container's own shell: a path, or the root. */
async function firstFolder(context: KubernetesContext, pod: ExecPod): Promise<string> {
  const { output } = await inGuest(context, pod, sh(script))
  try {
    return `/${partsOf(output).join('/')}`
  } catch {
    return '/'
  }
}
