import { BerthError } from '@berth/contract'
import type { DockerContext } from './context.ts'
import { messageOf, statusOf, toBerthError } from './translate/docker-error.ts'
import { ownRegistry, registryOf } from './translate/image-reference.ts'

/** Removes a name of Berth's own, and the bytes where nothing else names them. */
export async function removeImage({ docker }: DockerContext, reference: string): Promise<void> {
  if (registryOf(reference) !== ownRegistry) throw new BerthError('not-found')
  try {
    await docker.getImage(reference).remove()
  } catch (error) {
    if (statusOf(error) === 404) return
    if (statusOf(error) !== 409) throw toBerthError(error)
    throw new BerthError('image-in-use', { containers: containerOf(messageOf(error)) }, { cause: error })
  }
}

/** Docker tells one of them: `container 0123456789ab is using its referenced image`. */
const containerOf = (message: string): string => /container ([0-9a-f]{12})/.exec(message)?.[1] ?? '?'
