import { BerthError } from '@berth/contract'
import type { Backend } from '@berth/backend'
import type { KubeConfig } from '@kubernetes/client-node'
import { connectCluster } from './cluster.ts'
import type { KubernetesContext } from './context.ts'
import { createContainer } from './create-container.ts'
import { ensureTenant } from './ensure-tenant.ts'
import { createEventHub } from './events/event-hub.ts'
import { execContainer } from './exec-container.ts'
import { getContainerLogs } from './get-container-logs.ts'
import { getContainerStats } from './get-container-stats.ts'
import { getFiles } from './get-files.ts'
import { getInfo } from './get-info.ts'
import { inspectContainer } from './inspect-container.ts'
import { createKeyedLock } from './keyed-lock.ts'
import { listContainers } from './list-containers.ts'
import { listFiles } from './list-files.ts'
import { listImages } from './list-images.ts'
import { pullImage } from './pull-image.ts'
import { putArchive } from './put-archive.ts'
import { removeContainer } from './remove-container.ts'
import { removeTenant } from './remove-tenant.ts'
import { restartContainer } from './restart-container.ts'
import { revokeTenantCredentials } from './revoke-tenant-credentials.ts'
import type { KubernetesSettings, Log } from './settings.ts'
import { hasEnded, settleEnded } from './settle-ended.ts'
import { setRegistryCredentials } from './set-registry-credentials.ts'
import { startContainer } from './start-container.ts'
import { stopContainer } from './stop-container.ts'
import { streamEvents } from './stream-events.ts'
import { tenantCredentials } from './tenant-credentials.ts'
import { terminalContainer } from './terminal-container.ts'
import { uploadFiles } from './upload-files.ts'

export interface KubernetesBackendOptions {
  readonly config: KubeConfig
  /** Value of the label `berth.instance`: whose containers these are. */
  readonly instance: string
  readonly settings: KubernetesSettings
  readonly log: Log
}

/** The port on a cluster. It watches the cluster from now on, until closed. */
export function createKubernetesBackend(options: KubernetesBackendOptions): Backend {
  const context = contextOf(options)
  return {
    info: () => getInfo(context),
    ensureTenant: (account) => ensureTenant(context, account),
    removeTenant: (account) => removeTenant(context, account),
    tenantCredentials: (account, wish) => tenantCredentials(context, account, wish),
    revokeTenantCredentials: (account) => revokeTenantCredentials(context, account),
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
    getContainerStats: (id, options) => getContainerStats(context, id, options),
    getFiles: (id, path, format, signal) => getFiles(context, id, path, format, signal),
    listFiles: (id, path) => listFiles(context, id, path),
    uploadFiles: (id, path, files, signal) => uploadFiles(context, id, path, files, signal),
    putArchive: (id, path, tar, signal) => putArchive(context, id, path, tar, signal),
    listImages,
    pullImage: (reference, signal) => pullImage(context, reference, signal),
    removeImage: unable,
    setRegistryCredentials: (account, logins) => setRegistryCredentials(context, account, logins),
    streamEvents: (since, signal) => streamEvents(context, since, signal),
    close: () => {
      context.events.close()
      return Promise.resolve()
    },
  }
}

const unable = (): Promise<never> => Promise.reject(new BerthError('capability-missing'))

function contextOf({ config, instance, settings, log }: KubernetesBackendOptions): KubernetesContext {
  const cluster = connectCluster(config)
  const changes = createKeyedLock()
  const settling = new Set<string>()
  const events = createEventHub({
    cluster,
    instance,
    settings,
    log,
    touched: (id, parts) => {
      if (!hasEnded(parts) || settling.has(id)) return
      settling.add(id)
      settleEnded(context, id)
        .catch((error: unknown) => log.warn({ error: String(error) }, 'An end could not be written down'))
        .finally(() => settling.delete(id))
    },
  })
  const context: KubernetesContext = {
    cluster,
    instance,
    settings,
    log,
    events,
    changes,
    networks: {},
    tenants: new Set<string>(),
    logins: new Map(),
  }
  return context
}
