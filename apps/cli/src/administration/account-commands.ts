import { Option, type Command } from 'commander'
import { consoleRoutes, roles, type Account, type Role } from '@berth/contract'
import { action } from '../action.ts'
import { askNewSecret, askSecret, askWhether, readSecret } from '../ask.ts'
import type { Context } from '../context.ts'
import { everyPage } from '../every-page.ts'
import { forEach } from '../for-each.ts'
import type { Messages } from '../messages/index.ts'
import { time } from '../output/amounts.ts'

interface AddOptions {
  readonly role: Role
  readonly displayName?: string
  readonly passwordStdin?: boolean
}

export function addAccountCommands(program: Command, messages: Messages): void {
  const { commands, arguments: args, flags, options } = messages
  const account = program.command('account').description(commands.account)
  account.command('list').alias('ls').description(commands.accountList).action(action(listAccounts))
  account
    .command('add')
    .description(commands.accountAdd)
    .argument('<name>', args.account)
    .addOption(new Option('--role <role>', flags.role).choices(roles).default('student'))
    .option('--display-name <name>', flags.displayName)
    .option('--password-stdin', flags.passwordStdin)
    .action(action(createAccount))
  account
    .command('passwd')
    .description(commands.accountPasswd)
    .argument('[name]', args.account)
    .option('--password-stdin', flags.passwordStdin)
    .action(action(setPassword))
  account
    .command('rm')
    .description(commands.accountRm)
    .argument('<name...>', args.account)
    .option('-y, --yes', options.yes)
    .action(action(deleteAccount))
}

async function listAccounts(context: Context): Promise<void> {
  const { columns, words } = context.messages
  const { client } = await context.server()
  const accounts = await everyPage(
    (query) => client.raw.listAccounts({ query }),
    (json) => consoleRoutes.listAccounts.response.parse(json),
  )
  const row = (account: Account) => [
    account.name,
    account.displayName,
    account.disabled ? `${words[account.role]} (${words.disabled})` : words[account.role],
    words[account.source],
    String(account.containers),
    time(account.lastLoginAt, context.language),
  ]
  context.data(accounts, (all) =>
    context.table(
      [
        columns.account,
        columns.displayName,
        columns.role,
        columns.source,
        columns.containers,
        columns.lastLogin,
      ],
      all.map(row),
    ),
  )
}

async function createAccount(context: Context, options: AddOptions, name: string): Promise<void> {
  const { said } = context.messages
  const { client } = await context.server()
  const { role, displayName, passwordStdin } = options
  const made = await client.createAccount({
    body: {
      name,
      role,
      ...(displayName === undefined ? {} : { displayName }),
      ...(passwordStdin === true ? { password: await readSecret() } : {}),
    },
  })
  if (context.json) {
    context.data(made, () => '')
    return
  }
  context.tell(said.accountMade, { name: made.name })
  if (made.password !== undefined)
    context.print(said.madeUpPassword.replace('{password}', () => made.password ?? ''))
}

/** One's own password asks for the current one; with --password-stdin that is the first line, the new one the second. */
async function setPassword(context: Context, { passwordStdin }: AddOptions, given?: string): Promise<void> {
  const { messages } = context
  const { client } = await context.server()
  const { account } = await client.getSession()
  const name = given ?? account
  const lines = passwordStdin === true ? (await readSecret()).split('\n') : undefined
  const current =
    name !== account ? undefined : (lines?.shift() ?? (await askSecret(messages.ask.currentPassword)))
  const password = lines === undefined ? await askNewSecret(messages) : lines.join('\n')
  await client.setPassword({
    params: { name },
    body: { password, ...(current === undefined ? {} : { current }) },
  })
  context.tell(messages.said.passwordSet, { name })
}

async function deleteAccount(context: Context, { yes }: { yes?: boolean }, names: string[]): Promise<void> {
  const { ask, said } = context.messages
  const { client } = await context.server()
  await forEach(context, names, async (name) => {
    if (yes !== true && !(await askWhether(ask.removeAccount.replace('{name}', () => name)))) return
    await client.deleteAccount({ params: { name } })
    context.tell(said.removed, { name })
  })
}
