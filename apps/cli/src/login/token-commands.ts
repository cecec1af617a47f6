import type { Command } from 'commander'
import type { Token } from '@berth/contract'
import { action } from '../action.ts'
import type { Context } from '../context.ts'
import { forEach } from '../for-each.ts'
import { CliError } from '../errors.ts'
import type { Messages } from '../messages/index.ts'
import { parseWhole, time } from '../output/amounts.ts'

export function addTokenCommands(program: Command, { commands, arguments: args, flags }: Messages): void {
  const token = program.command('token').description(commands.token)
  token.command('list').alias('ls').description(commands.tokenList).action(action(listTokens))
  token
    .command('add')
    .description(commands.tokenAdd)
    .argument('<name>', args.tokenName)
    .option('--days <n>', flags.days, parseWhole)
    .action(action(createToken))
  token
    .command('rm')
    .description(commands.tokenRm)
    .argument('<token...>', args.token)
    .action(action(deleteToken))
}

async function listTokens(context: Context): Promise<void> {
  const { columns, words } = context.messages
  const { client } = await context.server()
  const when = (value: string | null) => (value === null ? words.never : time(value, context.language))
  const row = (token: Token) => [
    token.name,
    time(token.createdAt, context.language),
    when(token.expiresAt),
    when(token.lastUsedAt),
    token.id,
  ]
  context.data(await client.listTokens(), (tokens) =>
    context.table(
      [columns.name, columns.created, columns.expires, columns.lastUsed, columns.id],
      tokens.map(row),
    ),
  )
}

async function createToken(context: Context, { days }: { days?: number }, name: string): Promise<void> {
  const { client } = await context.server()
  const made = await client.createToken({ body: { name, ...(days === undefined ? {} : { days }) } })
  if (!context.json) context.tell(context.messages.said.tokenMade)
  context.data(made, ({ token }) => token)
}

async function deleteToken(context: Context, _: object, names: string[]): Promise<void> {
  const { client } = await context.server()
  const tokens = await client.listTokens()
  await forEach(context, names, async (name) => {
    const found = tokens.filter((token) => token.id === name || token.name === name)
    if (found.length === 0) throw new CliError('unknownToken', { name })
    for (const { id } of found) await client.deleteToken({ params: { id } })
    context.tell(context.messages.said.removed, { name })
  })
}
