import { agentRoutes } from '@berth/contract'
import { verb } from '../verb.ts'

export const getInfo = verb(agentRoutes.getInfo, ({ agent }) => agent.backend.info())
