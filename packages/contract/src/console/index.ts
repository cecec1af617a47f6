import { buildImage } from './build-image.ts'
import { cancelBuild } from './cancel-build.ts'
import { cancelReferenceSingularity } from './cancel-reference-singularity.ts'
import { cancelSingularity } from './cancel-singularity.ts'
import { createAccount } from './create-account.ts'
import { createBackend } from './create-backend.ts'
import { createContainer } from './create-container.ts'
import { createSession } from './create-session.ts'
import { createToken } from './create-token.ts'
import { deleteAccount } from './delete-account.ts'
import { deleteBackend } from './delete-backend.ts'
import { deleteBuild } from './delete-build.ts'
import { deleteContainer } from './delete-container.ts'
import { deleteImage } from './delete-image.ts'
import { deleteRegistryCredential } from './delete-registry-credential.ts'
import { deleteRunner } from './delete-runner.ts'
import { deleteSession } from './delete-session.ts'
import { deleteToken } from './delete-token.ts'
import { deleteUnknownContainer } from './delete-unknown-container.ts'
import { execContainer } from './exec-container.ts'
import { exportReferenceSingularity } from './export-reference-singularity.ts'
import { exportSingularity } from './export-singularity.ts'
import { getBuildLog } from './get-build-log.ts'
import { getBuild } from './get-build.ts'
import { getContainerLogs } from './get-container-logs.ts'
import { getContainerStats } from './get-container-stats.ts'
import { getContainer } from './get-container.ts'
import { getFiles } from './get-files.ts'
import { getImageCleanUp } from './get-image-clean-up.ts'
import { getGitlabCi } from './get-gitlab-ci.ts'
import { getImage } from './get-image.ts'
import { getRunner } from './get-runner.ts'
import { getSession } from './get-session.ts'
import { getReferenceSingularity } from './get-reference-singularity.ts'
import { getSingularity } from './get-singularity.ts'
import { listAccounts } from './list-accounts.ts'
import { listAudit } from './list-audit.ts'
import { listBackends } from './list-backends.ts'
import { listBuilds } from './list-builds.ts'
import { listContainers } from './list-containers.ts'
import { listFiles } from './list-files.ts'
import { listImages } from './list-images.ts'
import { listRegistryCredentials } from './list-registry-credentials.ts'
import { listTokens } from './list-tokens.ts'
import { listUnknownContainers } from './list-unknown-containers.ts'
import { previewImageCleanUp } from './preview-image-clean-up.ts'
import { putArchive } from './put-archive.ts'
import { restartContainer } from './restart-container.ts'
import { revokeTenantCredentials } from './revoke-tenant-credentials.ts'
import { setPassword } from './set-password.ts'
import { setRegistryCredential } from './set-registry-credential.ts'
import { setRunner } from './set-runner.ts'
import { startContainer } from './start-container.ts'
import { stopContainer } from './stop-container.ts'
import { streamEvents } from './stream-events.ts'
import { tenantCredentials } from './tenant-credentials.ts'
import { terminalContainer } from './terminal-container.ts'
import { updateAccount } from './update-account.ts'
import { updateBackend } from './update-backend.ts'
import { updateImageCleanUp } from './update-image-clean-up.ts'
import { updateImage } from './update-image.ts'
import { uploadFiles } from './upload-files.ts'

/** Every operation of the console's API, by its name in code. */
export const consoleRoutes = {
  buildImage,
  cancelBuild,
  cancelReferenceSingularity,
  cancelSingularity,
  createAccount,
  createBackend,
  createContainer,
  createSession,
  createToken,
  deleteAccount,
  deleteBackend,
  deleteBuild,
  deleteContainer,
  deleteImage,
  deleteRegistryCredential,
  deleteRunner,
  deleteSession,
  deleteToken,
  deleteUnknownContainer,
  execContainer,
  exportReferenceSingularity,
  exportSingularity,
  getBuildLog,
  getBuild,
  getContainerLogs,
  getContainerStats,
  getContainer,
  getFiles,
  getImageCleanUp,
  getGitlabCi,
  getImage,
  getRunner,
  getSession,
  getReferenceSingularity,
  getSingularity,
  listAccounts,
  listAudit,
  listBackends,
  listBuilds,
  listContainers,
  listFiles,
  listImages,
  listRegistryCredentials,
  listTokens,
  listUnknownContainers,
  previewImageCleanUp,
  putArchive,
  restartContainer,
  revokeTenantCredentials,
  setPassword,
  setRegistryCredential,
  setRunner,
  startContainer,
  stopContainer,
  streamEvents,
  tenantCredentials,
  terminalContainer,
  updateAccount,
  updateBackend,
  updateImageCleanUp,
  updateImage,
  uploadFiles,
} as const
