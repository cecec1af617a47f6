import type { ContainerInfo } from 'dockerode'
import type { ObservedContainer } from '@berth/contract'
import { isGone } from './lookup.ts'
import type { DockerContext } from './context.ts'
import { observe } from './inspect-container.ts'
import { createSemaphore } from './semaphore.ts'
import { toBerthError } from './translate/docker-error.ts'
import { isOurs, labels } from './translate/names.ts'
import { fromListing } from './translate/observed-container.ts'

const inspectionsAtATime = 8

/**
 * All of this instance's containers in one call, and one more for each that has ended since it was last looked
 * at: the listing lacks exit codes.
 */
export async function listContainers(context: DockerContext): Promise<ObservedContainer[]> {
  try {
    const rows = await context.docker.listContainers({
      all: true,
      filters: { label: [`${labels.instance}=${context.instance}`] },
    })
    const inspections = createSemaphore(inspectionsAtATime)
    const observed = await Promise.all(
      rows
        .filter((row) => isOurs(row.Labels, context.instance, row.Names[0]))
        .map((row) => complete(context, row, (work) => inspections.run(work))),
    )
    return observed.filter((one) => one !== undefined)
  } catch (error) {
    throw toBerthError(error)
  }
}

type Bounded = <T>(work: () => Promise<T>) => Promise<T>

async function complete(
  context: DockerContext,
  row: ContainerInfo,
  bounded: Bounded,
): Promise<ObservedContainer | undefined> {
  const listed = fromListing(row, context.settings.address)
  context.known.learn(listed.id, listed.runtimeId)
  const remembered = context.events.connected() ? context.known.observation(row.Id) : undefined
  if (remembered?.state === listed.state) return remembered
  if (listed.state !== 'exited') return listed
  try {
    return await bounded(() => observe(context, context.docker.getContainer(row.Id)))
  } catch (error) {
    if (isGone(error)) return undefined
    throw error
  }
}
