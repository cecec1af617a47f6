import { readFile } from 'node:fs/promises'
import type { Command } from 'commander'
import type { Backend } from '@berth/contract'
import { action } from '../action.ts'
import { readSecret } from '../ask.ts'
import type { Context } from '../context.ts'
import { forEach } from '../for-each.ts'
import type { Messages } from '../messages/index.ts'
import { bytes } from '../output/amounts.ts'

interface AddOptions {
  /** The agent's; the console's own address comes before the command here. */
  readonly url: string
  readonly tokenFile?: string
  readonly tokenStdin?: boolean
  readonly ca?: string
  readonly allowUnhardened?: boolean
}

export function addBackendCommands(program: Command, { commands, arguments: args, flags }: Messages): void {
  const backend = program.command('backend').description(commands.backend)
  backend.command('list').alias('ls').description(commands.backendList).action(action(listBackends))
  backend
    .command('add')
    .description(commands.backendAdd)
    .argument('<name>', args.backend)
    .requiredOption('--url <url>', flags.backendUrl)
    .option('--token-file <file>', flags.tokenFile)
    .option('--token-stdin', flags.agentTokenStdin)
    .option('--ca <file>', flags.ca)
    .option('--allow-unhardened', flags.allowUnhardened)
    .action(action(createBackend))
  backend
    .command('rm')
    .description(commands.backendRm)
    .argument('<name...>', args.backend)
    .action(action(deleteBackend))
}

async function listBackends(context: Context): Promise<void> {
  const { columns } = context.messages
  const { client } = await context.server()
  const row = (backend: Backend) => [
    backend.name,
    backend.kind,
    stateOf(backend, context.messages),
    backend.room === null ? '' : String(backend.room.cpus),
    backend.room === null ? '' : bytes(backend.room.memoryFree),
    backend.room === null ? '' : String(backend.room.containers),
    backend.url ?? '',
  ]
  context.data(await client.listBackends(), (all) =>
    context.table(
      [
        columns.backend,
        columns.kind,
        columns.state,
        columns.cpus,
        columns.memoryFree,
        columns.containers,
        columns.url,
      ],
      all.map(row),
    ),
  )
}

function stateOf({ reachable, lending, error }: Backend, { words }: Messages): string {
  if (!reachable) return error === undefined ? words.unreachable : `${words.unreachable}: ${error}`
  return lending ? words.reachable : words.draining
}

async function createBackend(context: Context, options: AddOptions, name: string): Promise<void> {
  const { client } = await context.server()
  const token =
    options.tokenFile === undefined ? await readSecret() : (await readFile(options.tokenFile, 'utf8')).trim()
  const made = await client.createBackend({
    body: {
      name,
      url: options.url,
      token,
      allowUnhardened: options.allowUnhardened ?? false,
      ...(options.ca === undefined ? {} : { ca: await readFile(options.ca, 'utf8') }),
    },
  })
  if (context.json) context.data(made, () => '')
  else context.tell(context.messages.said.connected, { name: made.name })
}

async function deleteBackend(context: Context, _: object, names: string[]): Promise<void> {
  const { client } = await context.server()
  await forEach(context, names, async (name) => {
    await client.deleteBackend({ params: { name } })
    context.tell(context.messages.said.removed, { name })
  })
}
