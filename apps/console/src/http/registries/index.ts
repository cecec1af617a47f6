import type { Registrar } from '../app.ts'
import { deleteRegistryCredential } from './delete-registry-credential.ts'
import { listRegistryCredentials } from './list-registry-credentials.ts'
import { setRegistryCredential } from './set-registry-credential.ts'

export const registryRoutes: Registrar = (app, context) => {
  for (const route of [deleteRegistryCredential, listRegistryCredentials, setRegistryCredential])
    route(app, context)
}
