import { createDiskRoom } from '@berth/backend/guest'
import { BerthError, type ContainerSpec, type ObservedContainer } from '@berth/contract'
import { findRuntimeId, isGone } from './lookup.ts'
import type { DockerContext } from './context.ts'
import { ownerByLabel } from './owner-by-label.ts'
import { startAndObserve } from './start-container.ts'
import { createBody } from './translate/container-spec.ts'
import { messageOf, statusOf, toBerthError } from './translate/docker-error.ts'
import { ownRegistry, registryOf } from './translate/image-reference.ts'
import { fromInspect } from './translate/observed-container.ts'

/** Makes and starts a container; see the port. Three calls to Docker where nothing is in the way, and beside them one for a foreign image. */
export function createContainer(context: DockerContext, spec: ContainerSpec): Promise<ObservedContainer> {
  return context.changes.run(spec.id, () =>
    context.starts.run(async () => {
      try {
        const checked = checkImage(context, spec)
        checked.catch(() => undefined)
        await context.networks.ensure(spec.account)
        const found = await existing(context, spec)
        if (found !== undefined && found.state !== 'created') return found
        if (found === undefined)
          await Promise.all([checked, createDiskRoom(() => context.engine.diskFree()).check(0)])
        const runtimeId = found?.runtimeId ?? (await create(context, spec))
        return await startAndObserve(context, context.docker.getContainer(runtimeId), spec)
      } catch (error) {
        throw toBerthError(error, { image: spec.image, command: spec.command?.[0] })
      }
    }),
  )
}

async function existing(context: DockerContext, spec: ContainerSpec): Promise<ObservedContainer | undefined> {
  const runtimeId = context.known.runtimeId(spec.id)
  if (runtimeId === undefined) return undefined
  try {
    const info = await context.docker.getContainer(runtimeId).inspect()
    return fromInspect(info, context.settings.address)
  } catch (error) {
    if (!isGone(error)) throw error
    context.known.forget(runtimeId)
    return undefined
  }
}

/**
 * Another backend may have built the name anew, or somebody tagged another account's image so: then what lies here is
 * to be pulled like one that is absent.
 */
async function checkImage(context: DockerContext, { image, stored, account }: ContainerSpec): Promise<void> {
  if (stored === undefined && registryOf(image) === ownRegistry) return
  const info = await context.docker.getImage(image).inspect()
  const owner = ownerByLabel(info, image, context.instance)
  const others = owner !== undefined && owner !== account
  if (others || (stored !== undefined && info.Id !== stored.id))
    throw new BerthError('image-absent', { image })
}

/** Docker gives a name to one container only: that is what makes a repeat find the first one. */
async function create(context: DockerContext, spec: ContainerSpec): Promise<string> {
  try {
    const id = await createLimited(context, spec)
    context.known.learn(spec.id, id)
    return id
  } catch (error) {
    const conflict = statusOf(error) === 409 || /name .* is (already )?in use/i.test(messageOf(error))
    if (!conflict) throw error
    const runtimeId = await findRuntimeId(context, spec.id)
    if (runtimeId === undefined) throw new BerthError('name-taken', { name: spec.name }, { cause: error })
    return runtimeId
  }
}

/** With a size on its storage where the daemon can; that it cannot after all shows here, once. */
async function createLimited(
  { docker, engine, instance, settings }: DockerContext,
  spec: ContainerSpec,
): Promise<string> {
  const facts = { instance, allUlimits: await engine.wantsAllUlimits() }
  if (await engine.limitsStorage()) {
    try {
      const storageSize = settings.disk.limit
      return (await docker.createContainer(createBody(spec, settings, { ...facts, storageSize }))).id
    } catch (error) {
      if (!/storage-opt|pquota|project quota/i.test(messageOf(error))) throw error
      engine.storageRefused()
    }
  }
  return (await docker.createContainer(createBody(spec, settings, facts))).id
}
