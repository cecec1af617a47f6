import { BerthError } from '@berth/contract'
import type { DockerContext } from './context.ts'
import { messageOf, statusOf, toBerthError } from './translate/docker-error.ts'
import { ownRegistry, registryOf } from './translate/image-reference.ts'

/** Removes a name of Berth's own, and the bytes where nothing else names them, with the SIF files made of them. */
export async function removeImage(context: DockerContext, reference: string): Promise<void> {
  if (registryOf(reference) !== ownRegistry) throw new BerthError('not-found')
  try {
    for (const id of await remove(context, reference)) await context.sifFiles.forget(id)
  } catch (error) {
    if (statusOf(error) === 404) return
    if (statusOf(error) !== 409) throw toBerthError(error)
    throw new BerthError('image-in-use', { containers: containerOf(messageOf(error)) }, { cause: error })
  }
}

/** Gives the IDs of what is gone with the name. Throws Docker's error. */
async function remove({ docker, sifFiles }: DockerContext, reference: string): Promise<string[]> {
  const image = docker.getImage(reference)
  const { Id } = await image.inspect()
  const once = (): Promise<Removed> => image.remove() as Promise<Removed>
  const removed = await once().catch(async (error: unknown) => {
    // A conversion's container uses the image, whose last name Docker then keeps.
    if (statusOf(error) === 409 && (await sifFiles.cancel(Id))) return once()
    throw error
  })
  return removed.flatMap(({ Deleted }) => Deleted ?? [])
}

/** As Docker answers. */
type Removed = readonly { readonly Deleted?: string }[]

/** Docker tells one of them: `container 0123456789ab is using its referenced image`. */
const containerOf = (message: string): string => /container ([0-9a-f]{12})/.exec(message)?.[1] ?? '?'
