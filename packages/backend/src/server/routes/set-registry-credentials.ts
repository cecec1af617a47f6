import { agentRoutes, BerthError } from '@berth/contract'
import { verb } from '../verb.ts'

export const setRegistryCredentials = verb(agentRoutes.setRegistryCredentials, async ({ agent, input }) => {
  const { backend } = agent
  if (backend.setRegistryCredentials === undefined) throw new BerthError('capability-missing')
  await backend.setRegistryCredentials(input.params.account, input.body.logins)
})
