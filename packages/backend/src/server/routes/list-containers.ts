import { agentRoutes } from '@berth/contract'
import { verb } from '../verb.ts'

export const listContainers = verb(agentRoutes.listContainers, ({ agent }) => agent.backend.listContainers())
