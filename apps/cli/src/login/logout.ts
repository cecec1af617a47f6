import type { Command } from 'commander'
import { action } from '../action.ts'
import { deleteConfig } from '../config.ts'
import { CliError, exitCodes } from '../errors.ts'
import type { Context } from '../context.ts'
import type { Messages } from '../messages/index.ts'

export function addLogout(program: Command, { commands }: Messages): void {
  program.command('logout').description(commands.logout).action(action(logout))
}

/** Forgets the login even where the server cannot be told: the token is then to be revoked on the page. */
async function logout(context: Context): Promise<void> {
  const { config, messages } = context
  if (config === undefined) throw new CliError('notLoggedIn', {}, exitCodes.notLoggedIn)
  if (config.tokenId !== undefined) {
    const { client } = await context.serverAt(config.url, config.token)
    await client.deleteToken({ params: { id: config.tokenId } }).catch(() => {
      context.tell(messages.said.notRevoked)
    })
  }
  await deleteConfig(context.configFile)
  context.tell(messages.said.loggedOut, { url: config.url })
}
