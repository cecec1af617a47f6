import { buildImage } from './build-image.ts'
import { closeBuildEndpoint } from './close-build-endpoint.ts'
import { createContainer } from './create-container.ts'
import { deleteStoredImage } from './delete-stored-image.ts'
import { ensureTenant } from './ensure-tenant.ts'
import { execContainer } from './exec-container.ts'
import { exportSingularity } from './export-singularity.ts'
import { getContainerLogs } from './get-container-logs.ts'
import { getContainerStats } from './get-container-stats.ts'
import { getFiles } from './get-files.ts'
import { getInfo } from './get-info.ts'
import { getSingularity } from './get-singularity.ts'
import { giveLogin } from './give-login.ts'
import { inspectContainer } from './inspect-container.ts'
import { listContainers } from './list-containers.ts'
import { listFiles } from './list-files.ts'
import { listImages } from './list-images.ts'
import { listUntaggedImages } from './list-untagged-images.ts'
import { listRunners } from './list-runners.ts'
import { openBuildEndpoint } from './open-build-endpoint.ts'
import { pullImage } from './pull-image.ts'
import { pushImage } from './push-image.ts'
import { putArchive } from './put-archive.ts'
import { removeContainer } from './remove-container.ts'
import { removeImage } from './remove-image.ts'
import { removeUntaggedImage } from './remove-untagged-image.ts'
import { removeTenant } from './remove-tenant.ts'
import { restartContainer } from './restart-container.ts'
import { revokeTenantCredentials } from './revoke-tenant-credentials.ts'
import { setRegistryCredentials } from './set-registry-credentials.ts'
import { startContainer } from './start-container.ts'
import { startRunner } from './start-runner.ts'
import { stopContainer } from './stop-container.ts'
import { stopRunner } from './stop-runner.ts'
import { streamEvents } from './stream-events.ts'
import { tenantCredentials } from './tenant-credentials.ts'
import { terminalContainer } from './terminal-container.ts'
import { uploadFiles } from './upload-files.ts'
import type { Verb } from '../verb.ts'

/** Every operation of the agent's API. */
export const verbs: readonly Verb[] = [
  buildImage,
  closeBuildEndpoint,
  createContainer,
  deleteStoredImage,
  ensureTenant,
  execContainer,
  exportSingularity,
  getContainerLogs,
  getContainerStats,
  getFiles,
  getInfo,
  getSingularity,
  giveLogin,
  inspectContainer,
  listContainers,
  listFiles,
  listImages,
  listRunners,
  openBuildEndpoint,
  pullImage,
  pushImage,
  putArchive,
  removeContainer,
  removeImage,
  listUntaggedImages,
  removeUntaggedImage,
  removeTenant,
  restartContainer,
  revokeTenantCredentials,
  setRegistryCredentials,
  startContainer,
  startRunner,
  stopContainer,
  stopRunner,
  streamEvents,
  tenantCredentials,
  terminalContainer,
  uploadFiles,
]
