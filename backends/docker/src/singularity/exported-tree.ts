import { BerthError } from '@berth/contract'
import type Docker from 'dockerode'
import { statusOf, toBerthError } from '../translate/docker-error.ts'
import { labels } from '../translate/names.ts'
import type { ImageToConvert } from './image-to-convert.ts'
import { readExport } from './read-export.ts'

/** Names the containers that are there to be exported only, by the instance that made them. */
const exportLabel = 'berth.singularity'

/** A container that is made of an image to be exported, and never runs. */
export interface Export {
  /** The image's tree, its layers put together, as a tar that comes as fast as it is read, each piece good until the next is asked for. To be read once. */
  tree(): AsyncGenerator<Buffer>
  /** Done when the container is gone, whose removal begins as the tree ends. Throws the daemon's error. */
  remove(): Promise<void>
}

/** Begins to make the container at once. Whoever calls this calls `remove` in the end, whatever happens. */
export function startExport({ docker, image, instance, signal }: ExportOrder): Export {
  const container = create(docker, image, instance)
  // Told where it is awaited.
  container.catch(() => undefined)
  let gone: Promise<void> | undefined
  const begin = (): Promise<void> => {
    gone ??= container.then(
      ({ id }) => remove(docker, id),
      () => undefined,
    )
    gone.catch(() => undefined)
    return gone
  }
  return {
    tree: async function* () {
      const { id } = await container
      try {
        yield* read(docker, id, signal)
      } finally {
        void begin()
      }
    },
    remove: begin,
  }
}

interface ExportOrder {
  readonly docker: Docker
  readonly image: ImageToConvert
  readonly instance: string
  readonly signal: AbortSignal
}

const create = (docker: Docker, image: ImageToConvert, instance: string): Promise<Docker.Container> =>
  docker
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
