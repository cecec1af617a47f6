import type { Command } from 'commander'
import { action } from '../action.ts'
import type { Context } from '../context.ts'
import type { Messages } from '../messages/index.ts'

export function addWhoami(program: Command, { commands }: Messages): void {
  program.command('whoami').description(commands.whoami).action(action(whoami))
}

async function whoami(context: Context): Promise<void> {
  const { columns, words } = context.messages
  const { client, url } = await context.server()
  context.data(await client.getSession(), (session) =>
    context.table(
      [columns.account, columns.displayName, columns.role, columns.server],
      [[session.account, session.displayName, words[session.role], url]],
    ),
  )
}
