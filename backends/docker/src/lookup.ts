import type { Container } from 'dockerode'
import { BerthError } from '@berth/contract'
import type { DockerContext } from './context.ts'
import { statusOf, messageOf, toBerthError, type ErrorContext } from './translate/docker-error.ts'
import { isOurs, labels } from './translate/names.ts'

/**
 * Runs `use` on the container that has this ID and this instance's labels, `not-found` if there is none. Which
 * one it is comes from memory; if that one has gone, the daemon is asked again.
 */
export async function withContainer<T>(
  context: DockerContext,
  id: string,
  use: (container: Container) => Promise<T>,
  words: ErrorContext = {},
): Promise<T> {
  const known = context.known.runtimeId(id)
  try {
    if (known !== undefined) {
      try {
        return await use(context.docker.getContainer(known))
      } catch (error) {
        if (!isGone(error)) throw error
        context.known.forget(known)
      }
    }
    const found = await findRuntimeId(context, id)
    if (found === undefined) throw new BerthError('not-found')
    return await use(context.docker.getContainer(found))
  } catch (error) {
    throw toBerthError(error, words)
  }
}

/** The runtime's ID of one of our containers, asked from the daemon by labels. */
export async function findRuntimeId(context: DockerContext, id: string): Promise<string | undefined> {
  const rows = await context.docker.listContainers({
    all: true,
    filters: { label: [`${labels.container}=${id}`, `${labels.instance}=${context.instance}`] },
  })
  const row = rows.find(
    (one) => isOurs(one.Labels, context.instance, one.Names[0]) && one.Labels[labels.container] === id,
  )
  if (row !== undefined) context.known.learn(id, row.Id)
  return row?.Id
}

/** Whether a failure says that the container itself is no more. */
export const isGone = (error: unknown): boolean =>
  error instanceof BerthError
    ? error.code === 'not-found'
    : statusOf(error) === 404 && /no such container|no container with/i.test(messageOf(error))
