import { agentRoutes } from '@berth/contract'
import { buildsOf } from '../builds-of.ts'
import { verb } from '../verb.ts'

export const giveLogin = verb(agentRoutes.giveLogin, ({ agent, input }) => {
  const { reference, login, from } = input.body
  return buildsOf(agent.backend).giveLogin({ account: input.params.account, reference }, login, from)
})
