import { agentRoutes } from '@berth/contract'
import { verb } from '../verb.ts'

export const listImages = verb(agentRoutes.listImages, ({ agent }) => agent.backend.listImages())
