import { consoleRoutes } from '@berth/contract'
import {
  berthImageName,
  judgeCreateContainer,
  mayPass,
  placeContainer,
  type CreationRequest,
} from '@berth/lending'
import type { FastifyInstance } from 'fastify'
import type { Backends } from '../../backends/backends.ts'
import { viewContainer } from '../../containers/container-view.ts'
import { sealEnvironments } from '../../containers/environments.ts'
import { insertContainer } from '../../containers/insert-container.ts'
import type { Context } from '../../context.ts'
import { quotaOf } from '../../containers/quota-of.ts'
import { findLendableImages } from '../../images/find-images.ts'
import type { LendingParts } from '../../lending-parts.ts'
import { refuseStoredName } from '../../registries/installation-registry.ts'
import { handle } from '../handle.ts'
import { lookingOf } from './looking.ts'

/** Accepts a creation at once: judged, placed where that can be done now, and stored with the job that makes it. */
export function createContainer(app: FastifyInstance, context: Context, parts: LendingParts): void {
  const { pool, secrets, settings } = context
  app.addHook('onRequest', (request, reply, done) => {
    const { method, url } = request.routeOptions
    if (method === consoleRoutes.createContainer.method && url === consoleRoutes.createContainer.path)
      reply.raw.once('close', parts.rush.enter())
    done()
  })
  handle(app, context, consoleRoutes.createContainer, async ({ body, actor, request }) => {
    request.auditTarget({ target: body.name.slice(0, 100), owner: actor.account })
    const name = berthImageName(body.image)
    const images = name === null ? [] : await findLendableImages(pool, actor.account, name)
    const asked = judgeCreateContainer(body, actor.account, images, settings.limits)
    refuseStoredName(settings.registry, asked.image)
    const row = await insertContainer(
      pool,
      {
        ...asked,
        account: actor.account,
        environments: sealEnvironments(secrets, asked.environments),
        requestedBackend: asked.backend,
        backend: place(asked, parts.backends),
      },
      quotaOf(settings, actor.role),
    )
    request.auditTarget({ target: `${row.name} ${row.id}` })
    return viewContainer({ ...row, layers: null }, { ...lookingOf(context, request), place: undefined })
  })
}

/** Null: every backend that could is away for now, or it wants GPUs, which are lent by age: the creation waits. */
function place(asked: CreationRequest, backends: Backends): string | null {
  try {
    const backend = placeContainer(asked, backends.placeable())
    if (asked.limits.gpus > 0) return null
    backends.expect(backend, asked.limits.memory)
    return backend
  } catch (error) {
    if (mayPass(error)) return null
    throw error
  }
}
