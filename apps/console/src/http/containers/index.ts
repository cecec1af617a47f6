import type { LendingParts } from '../../lending-parts.ts'
import type { Registrar } from '../app.ts'
import { createContainer } from './create-container.ts'
import { deleteContainer } from './delete-container.ts'
import { execContainer } from './exec-container.ts'
import { getContainerLogs } from './get-container-logs.ts'
import { getContainerStats } from './get-container-stats.ts'
import { getContainer } from './get-container.ts'
import { getFiles } from './get-files.ts'
import { listContainers } from './list-containers.ts'
import { listFiles } from './list-files.ts'
import { putArchive } from './put-archive.ts'
import { restartContainer } from './restart-container.ts'
import { startContainer } from './start-container.ts'
import { stopContainer } from './stop-container.ts'
import { terminalContainer } from './terminal-container.ts'
import { uploadFiles } from './upload-files.ts'

const routes = [
  createContainer,
  deleteContainer,
  execContainer,
  getContainerLogs,
  getContainerStats,
  getContainer,
  getFiles,
  listContainers,
  listFiles,
  putArchive,
  restartContainer,
  startContainer,
  stopContainer,
  terminalContainer,
  uploadFiles,
]

export const containerRoutes =
  (parts: LendingParts): Registrar =>
  (app, context) => {
    for (const register of routes) register(app, context, parts)
  }
