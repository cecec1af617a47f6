import {
  agentDeadlines,
  BerthError,
  toProblem,
  type LayerProgress,
  type PullEvent,
  type RegistryLogin,
} from '@berth/contract'
import type { PullOptions } from '@berth/backend'
import { createDiskRoom } from '@berth/backend/guest'
import { askRegistry, authOf } from './ask-registry.ts'
import type { DockerContext } from './context.ts'
import { latest } from './latest.ts'
import { ownerByLabel } from './owner-by-label.ts'
import { statusOf, toBerthError, toPullError } from './translate/docker-error.ts'
import { ownRegistry, registryOf, splitReference } from './translate/image-reference.ts'
import { jsonLines } from './translate/json-lines.ts'
import { nextLayer, type PullMessage } from './translate/pull-progress.ts'

const tellEveryMs = 200

/** Pulls an image unless it is there and that is enough. Progress is told five times a second at most; aborting cancels. */
export async function* pullImage(
  context: DockerContext,
  reference: string,
  signal: AbortSignal,
  { from, login, always = false }: PullOptions = {},
): AsyncGenerator<PullEvent> {
  try {
    if (from !== undefined) yield* pullStored(context, reference, { from, login }, signal)
    else if (always || !(await isPresent(context, reference))) {
      if (registryOf(reference) === ownRegistry) throw new BerthError('image-not-found', { image: reference })
      yield* pull(context, reference, signal, login)
    }
    yield { type: 'done', reference }
  } catch (error) {
    yield { type: 'failed', problem: toProblem(toPullError(error, reference), 'en') }
  }
}

/** Gets an image of Berth's own from the installation's registry, under its own name and no other. */
async function* pullStored(
  context: DockerContext,
  reference: string,
  { from, login }: { readonly from: string; readonly login: RegistryLogin | undefined },
  signal: AbortSignal,
): AsyncGenerator<PullEvent> {
  yield* pull(context, from, signal, login)
  const { repository, tag } = splitReference(reference)
  await context.docker.getImage(from).tag({ repo: repository, tag })
  await context.docker.getImage(from).remove()
}

/** Another's image that somebody tagged so on the host is not it. */
async function isPresent({ docker, instance }: DockerContext, reference: string): Promise<boolean> {
  try {
    const image = await docker.getImage(reference).inspect()
    return ownerByLabel(image, reference, instance) === undefined
  } catch (error) {
    if (statusOf(error) === 404) return false
    throw toBerthError(error)
  }
}

async function* pull(
  context: DockerContext,
  reference: string,
  signal: AbortSignal,
  login: RegistryLogin | undefined,
): AsyncGenerator<PullEvent> {
  for await (const layers of latest(pulledLayers(context, reference, signal, login), tellEveryMs))
    yield { type: 'progress', layers }
}

/** All layers that are known, at each of the daemon's messages. */
async function* pulledLayers(
  context: DockerContext,
  reference: string,
  signal: AbortSignal,
  login: RegistryLogin | undefined,
): AsyncGenerator<LayerProgress[]> {
  const silence = new AbortController()
  const quiet = (): void => silence.abort()
  let timer = setTimeout(quiet, agentDeadlines.pullSilence)
  const layers = new Map<string, LayerProgress>()
  try {
    await createDiskRoom(() => context.engine.diskFree()).check(0)
    const { repository, tag } = splitReference(reference)
    if (login !== undefined) context.closedRepositories.add(repository)
    await askRegistry(context, reference, login)
    const abortSignal = AbortSignal.any([signal, silence.signal])
    const from = { fromImage: repository, tag, abortSignal }
    const stream = await context.docker.createImage(authOf(login, reference), from)
    for await (const message of jsonLines<PullMessage>(stream as AsyncIterable<unknown>)) {
      clearTimeout(timer)
      timer = setTimeout(quiet, agentDeadlines.pullSilence)
      if (message.error !== undefined) throw new Error(message.error)
      const layer = nextLayer(layers.get(message.id ?? ''), message)
      if (layer === undefined) continue
      layers.set(layer.id, layer)
      yield [...layers.values()]
    }
  } catch (error) {
    if (!silence.signal.aborted) throw error
    throw new BerthError('registry-unreachable', { registry: registryOf(reference) }, { cause: error })
  } finally {
    clearTimeout(timer)
  }
}
