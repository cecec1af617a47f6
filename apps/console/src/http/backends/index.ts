import type { LendingParts } from '../../lending-parts.ts'
import type { Registrar } from '../app.ts'
import { createBackend } from './create-backend.ts'
import { deleteBackend } from './delete-backend.ts'
import { deleteUnknownContainer } from './delete-unknown-container.ts'
import { listBackends } from './list-backends.ts'
import { listUnknownContainers } from './list-unknown-containers.ts'
import { updateBackend } from './update-backend.ts'

const routes = [
  createBackend,
  deleteBackend,
  deleteUnknownContainer,
  listBackends,
  listUnknownContainers,
  updateBackend,
]

export const backendRoutes =
  (parts: LendingParts): Registrar =>
  (app, context) => {
    for (const register of routes) register(app, context, parts)
  }
