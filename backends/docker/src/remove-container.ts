import type { Container } from 'dockerode'
import { BerthError } from '@berth/contract'
import { withContainer } from './lookup.ts'
import type { DockerContext } from './context.ts'
import { statusOf } from './translate/docker-error.ts'

/** Ends and removes a container with its unnamed volumes. An unknown one is removed already. */
export function removeContainer(context: DockerContext, id: string): Promise<void> {
  return context.changes.run(id, async () => {
    try {
      await withContainer(context, id, async (container) => {
        context.known.begin(container.id, 'removing')
        try {
          await remove(container)
          context.known.forget(container.id)
        } finally {
          context.known.finish(container.id)
        }
      })
    } catch (error) {
      if (!(error instanceof BerthError && error.code === 'not-found')) throw error
    }
  })
}

/** 409: somebody removes it already, which is waited for. */
async function remove(container: Container): Promise<void> {
  try {
    await container.remove({ force: true, v: true })
  } catch (error) {
    if (statusOf(error) !== 409) throw error
    await container.wait({ condition: 'removed' })
  }
}
