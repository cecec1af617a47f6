import type Docker from 'dockerode'
import { withoutCredentials, type Backend } from '@berth/backend'
import { createBuilds } from './build-endpoint/create-builds.ts'
import { connectDocker, isLocal } from './client.ts'
import type { DockerContext } from './context.ts'
import { createContainer } from './create-container.ts'
import { watchDisk } from './disk/watch-disk.ts'
import { createEngineFacts } from './engine/engine-facts.ts'
import { deleteStoredImage } from './delete-stored-image.ts'
import { ensureTenant } from './ensure-tenant.ts'
import { createEventHub } from './events/event-hub.ts'
import { createImageChanges } from './events/image-changes.ts'
import { translateEvent } from './events/translate-event.ts'
import { execContainer } from './exec-container.ts'
import { exportSingularity } from './export-singularity.ts'
import { getContainerLogs } from './get-container-logs.ts'
import { getContainerStats } from './get-container-stats.ts'
import { getFiles } from './get-files.ts'
import { getInfo } from './get-info.ts'
import { getSingularity } from './get-singularity.ts'
import { createImageLayers } from './image-layers.ts'
import { inspectContainer } from './inspect-container.ts'
import { createKeyedLock } from './keyed-lock.ts'
import { createKnownContainers } from './known-containers.ts'
import { listContainers } from './list-containers.ts'
import { listFiles } from './list-files.ts'
import { listImages, listImagesWithLayers } from './list-images.ts'
import { listUntaggedImages } from './list-untagged-images.ts'
import { createNetworks } from './networks.ts'
import { pullImage } from './pull-image.ts'
import { pushImage } from './push-image.ts'
import { putArchive } from './put-archive.ts'
import { removeContainer } from './remove-container.ts'
import { removeImage } from './remove-image.ts'
import { removeUntaggedImage } from './remove-untagged-image.ts'
import { removeTenant } from './remove-tenant.ts'
import { restartContainer } from './restart-container.ts'
import { createSemaphore } from './semaphore.ts'
import { createSifFiles } from './singularity/sif-files.ts'
import type { DockerSettings, Log } from './settings.ts'
import { createRunners } from './runner/create-runners.ts'
import { startContainer } from './start-container.ts'
import { stopContainer } from './stop-container.ts'
import { streamEvents } from './stream-events.ts'
import { terminalContainer } from './terminal-container.ts'
import { uploadFiles } from './upload-files.ts'

export interface DockerBackendOptions {
  /** The daemon's socket; undefined: `docker`, or what DOCKER_HOST names. */
  readonly socketPath?: string | undefined
  readonly docker?: Docker
  /** Value of the label `berth.instance`: whose containers these are. */
  readonly instance: string
  readonly settings: DockerSettings
  readonly log: Log
}

/** The port on a Docker daemon (or Podman's service). It listens to the daemon's events from now on, until closed. */
export function createDockerBackend(options: DockerBackendOptions): Backend {
  const client = clientOf(options)
  const context = contextOf(client.docker, options)
  const builds = createBuilds(context)
  const disk = watchDisk(context)
  return {
    info: () => getInfo(context),
    ensureTenant: (account) => ensureTenant(context, account),
    removeTenant: (account) => removeTenant(context, account),
    ...withoutCredentials,
    createContainer: (spec) => createContainer(context, spec),
    listContainers: () => listContainers(context),
    inspectContainer: (id) => inspectContainer(context, id),
    startContainer: (id) => startContainer(context, id),
    stopContainer: (id) => stopContainer(context, id),
    restartContainer: (id) => restartContainer(context, id),
    removeContainer: (id) => removeContainer(context, id),
    execContainer: (id, command, stdin, signal) => execContainer(context, id, command, stdin, signal),
    terminalContainer: (id, terminal) => terminalContainer(context, id, terminal),
    getContainerLogs: (id, logs) => getContainerLogs(context, id, logs),
    getContainerStats: (id, stats) => getContainerStats(context, id, stats),
    getFiles: (id, path, format, signal) => getFiles(context, id, path, format, signal),
    listFiles: (id, path) => listFiles(context, id, path),
    uploadFiles: (id, path, files, signal) => uploadFiles(context, id, path, files, signal),
    putArchive: (id, path, tar, signal) => putArchive(context, id, path, tar, signal),
    listImages: (options) => (options?.layers === true ? listImagesWithLayers(context) : listImages(context)),
    pushImage: (reference, to, login, signal) => pushImage(context, reference, to, login, signal),
    deleteStoredImage,
    pullImage: (reference, signal, options) => pullImage(context, reference, signal, options),
    removeImage: (reference) => removeImage(context, reference),
    untagged: {
      listUntaggedImages: () => listUntaggedImages(context),
      removeUntaggedImage: (id) => removeUntaggedImage(context, id),
    },
    streamEvents: (since, signal) => streamEvents(context, since, signal),
    builds,
    runners: createRunners(context, builds),
    singularity: {
      exportSingularity: (reference, how, signal) => exportSingularity(context, reference, how, signal),
      getSingularity: (reference, how) => getSingularity(context, reference, how),
    },
    close: async () => {
      disk.close()
      context.events.close()
      await builds.close()
      client.close()
    },
  }
}

const clientOf = ({ docker, socketPath }: DockerBackendOptions): ReturnType<typeof connectDocker> =>
  docker === undefined ? connectDocker(socketPath) : { docker, close: () => undefined }

function contextOf(docker: Docker, { instance, settings, log }: DockerBackendOptions): DockerContext {
  const local = isLocal(docker)
  const known = createKnownContainers()
  const engine = createEngineFacts(docker, local)
  const networks = createNetworks({ docker, instance, settings, local, engine })
  const images = createImageChanges(async () => {
    const rows = await listImages({ docker })
    return new Map(rows.map(({ reference, id }) => [reference, id]))
  })
  const events = createEventHub({
    docker,
    known,
    log,
    order: createKeyedLock(),
    translate: (event) => translateEvent({ docker, engine, known, networks, instance, settings }, event),
    images,
    lost: () => {
      networks.forget()
      engine.forget()
    },
  })
  const changes = createKeyedLock()
  const starts = createSemaphore(settings.concurrency)
  const sifFiles = createSifFiles({ docker, instance, settings: settings.singularity, log })
  return {
    docker,
    local,
    instance,
    settings,
    log,
    known,
    networks,
    engine,
    events,
    changes,
    starts,
    sifFiles,
    imageLayers: createImageLayers(docker),
    closedRepositories: new Set(),
  }
}
