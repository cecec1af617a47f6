import { partsOf, type ArchiveTarget } from '@berth/backend/guest'
import { BerthError } from '@berth/contract'
import type { KubernetesContext } from '../context.ts'
import type { ExecPod } from '../exec/run-exec.ts'
import { inGuest, sh } from './in-guest.ts'

/** A folder that exists in the pod, and what is to be made below it. */
export interface GuestTarget extends ArchiveTarget {
  readonly folder: string
}

/** Goes up from `$1` to what exists: says by how many names, and who it is that looks. 21: no folder is in the way. */
const script = `p=$1 n=0
while [ ! -d "$p" ]; do
  [ -e "$p" ] && exit 21
  p=\${p%/*} n=$((n + 1))
  [ "$p" ] || p=/
done
command -v tar >/dev/null || exit 127
echo "$n" "$(id -u)" "$(id -g)"`

/** The deepest folder on the way to `path` that exists; what is put there belongs to the container's user. */
export async function guestTarget(
  context: KubernetesContext,
  pod: ExecPod,
  path: string,
): Promise<GuestTarget> {
  const parts = partsOf(path)
  const { exitCode, output } = await inGuest(context, pod, sh(script, `/${parts.join('/')}`))
  if (exitCode === 21) throw new BerthError('path-invalid')
  const [up = 0, uid = 0, gid = 0] = output.trim().split(' ').map(Number)
  const depth = parts.length - up
  return {
    folder: `/${parts.slice(0, depth).join('/')}`,
    missing: parts.slice(depth),
    owner: { uid, gid },
  }
}
