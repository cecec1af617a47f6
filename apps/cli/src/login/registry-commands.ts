import type { Command } from 'commander'
import { action } from '../action.ts'
import { askSecret, askText, readSecret } from '../ask.ts'
import type { Context } from '../context.ts'
import { forEach } from '../for-each.ts'
import type { Messages } from '../messages/index.ts'
import { time } from '../output/amounts.ts'

interface LoginOptions {
  readonly user?: string
  readonly passwordStdin?: boolean
}

/** Logins at registries. A password is never taken from the command line, which others on the machine can read. */
export function addRegistryCommands(program: Command, { commands, arguments: args, flags }: Messages): void {
  const registry = program.command('registry').description(commands.registry)
  registry
    .command('list')
    .alias('ls')
    .description(commands.registryList)
    .action(action(listRegistryCredentials))
  registry
    .command('login')
    .description(commands.registryLogin)
    .argument('[registry]', args.registry, 'docker.io')
    .option('-u, --user <name>', flags.registryUser)
    .option('--password-stdin', flags.registryPasswordStdin)
    .action(action(setRegistryCredential))
  registry
    .command('logout')
    .description(commands.registryLogout)
    .argument('<registry...>', args.registry)
    .action(action(deleteRegistryCredential))
}

async function listRegistryCredentials(context: Context): Promise<void> {
  const { columns } = context.messages
  const { client } = await context.server()
  context.data(await client.listRegistryCredentials(), (kept) =>
    context.table(
      [columns.registry, columns.user, columns.changed],
      kept.map(({ registry, user, updatedAt }) => [registry, user, time(updatedAt, context.language)]),
    ),
  )
}

async function setRegistryCredential(
  context: Context,
  { user: given, passwordStdin }: LoginOptions,
  name: string,
): Promise<void> {
  const { ask, said } = context.messages
  const { client } = await context.server()
  const user = given ?? (await askText(ask.registryUser))
  const password = passwordStdin === true ? await readSecret() : await askSecret(ask.registryPassword)
  const kept = await client.setRegistryCredential({ body: { registry: name, user, password } })
  context.tell(said.registryKept, { registry: kept.registry, user })
}

async function deleteRegistryCredential(context: Context, _: object, names: string[]): Promise<void> {
  const { client } = await context.server()
  await forEach(context, names, async (name) => {
    await client.deleteRegistryCredential({ query: { registry: name } })
    context.tell(context.messages.said.registryForgotten, { registry: name })
  })
}
