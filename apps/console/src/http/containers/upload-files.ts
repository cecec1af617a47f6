import { agentRoutes, consoleRoutes } from '@berth/contract'
import type { FastifyInstance } from 'fastify'
import type { Context } from '../../context.ts'
import type { LendingParts } from '../../lending-parts.ts'
import { handle } from '../handle.ts'
import { receiveFiles } from './receive-files.ts'

export function uploadFiles(app: FastifyInstance, context: Context, parts: LendingParts): void {
  handle(app, context, consoleRoutes.uploadFiles, (input) =>
    receiveFiles(context, parts, agentRoutes.uploadFiles, input),
  )
}
