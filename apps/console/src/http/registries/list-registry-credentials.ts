import { consoleRoutes } from '@berth/contract'
import { listCredentials } from '../../registries/credential-store.ts'
import type { Registrar } from '../app.ts'
import { handle } from '../handle.ts'

export const listRegistryCredentials: Registrar = (app, context) => {
  handle(app, context, consoleRoutes.listRegistryCredentials, ({ actor }) =>
    listCredentials(context.pool, actor.account),
  )
}
