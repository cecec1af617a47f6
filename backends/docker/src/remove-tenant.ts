import type { DockerContext } from './context.ts'
import { toBerthError } from './translate/docker-error.ts'
import { labels } from './translate/names.ts'

/** Removes the account's network, unless it has containers. */
export async function removeTenant(context: DockerContext, account: string): Promise<void> {
  try {
    const containers = await context.docker.listContainers({
      all: true,
      filters: { label: [`${labels.instance}=${context.instance}`, `${labels.account}=${account}`] },
    })
    if (containers.length === 0) await context.networks.remove(account)
  } catch (error) {
    throw toBerthError(error)
  }
}
