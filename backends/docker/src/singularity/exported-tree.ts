import { BerthError } from '@berth/contract'
import type Docker from 'dockerode'
import { statusOf, toBerthError } from '../translate/docker-error.ts'
import { labels } from '../translate/names.ts'
import type { ImageToConvert } from './image-to-convert.ts'
import { readExport } from './read-export.ts'

/** Names the containers that are there to be exported only, by the instance that made them. */
const exportLabel = 'berth.singularity'

/** The image's tree, its layers put together, as a tar that comes as fast as it is read, each piece good until the next. The container made for it is removed with it. */
export async function* exportedTree(
  docker: Docker,
  image: ImageToConvert,
  instance: string,
  signal: AbortSignal,
): AsyncGenerator<Buffer> {
  const container = await docker
    .createContainer({
      Image: image.id,
      // Never run; an image may have none of its own, which Docker refuses.
      Entrypoint: ['/none'],
      Cmd: [],
      NetworkDisabled: true,
      HostConfig: { NetworkMode: 'none' },
      // An image's labels are its containers' too: none may pass for one that is lent.
      Labels: { [exportLabel]: instance, [labels.instance]: '', [labels.container]: '' },
    })
    .catch((error: unknown) => {
      throw toBerthError(error, { image: image.reference })
    })
  try {
    yield* read(docker, container.id, signal)
  } finally {
    await remove(docker, container.id)
  }
}

async function* read(docker: Docker, id: string, signal: AbortSignal): AsyncGenerator<Buffer> {
  try {
    yield* readExport(docker, id, signal)
  } catch (error) {
    signal.throwIfAborted()
    const told = toBerthError(error)
    // The head of the answer came, so the daemon is there: what broke off is this image.
    throw told.code === 'runtime-unavailable' && statusOf(error) === undefined
      ? new BerthError('singularity-failed', { message: 'the export broke off' }, { cause: error })
      : told
  }
}

/** Removes those that a killed agent left. */
export async function removeLeftExports(docker: Docker, instance: string): Promise<void> {
  const filters = { label: [`${exportLabel}=${instance}`] }
  for (const { Id } of await docker.listContainers({ all: true, filters })) await remove(docker, Id)
}

async function remove(docker: Docker, id: string): Promise<void> {
  await docker
    .getContainer(id)
    .remove({ force: true, v: true })
    .catch((error: unknown) => {
      if (statusOf(error) !== 404) throw toBerthError(error)
    })
}
