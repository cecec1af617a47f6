import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import type { Command } from 'commander'
import { action } from '../action.ts'
import { writeSecret } from '../config.ts'
import type { Context } from '../context.ts'
import type { Messages } from '../messages/index.ts'
import { parseNumber, time } from '../output/amounts.ts'

interface Options {
  readonly backend?: string
  readonly hours?: number
  /** A path, or true: the usual one. */
  readonly write?: string | true
  readonly revoke?: true
}

export function addTenantCredentials(program: Command, { commands, flags }: Messages): void {
  program
    .command('kubeconfig')
    .description(commands.kubeconfig)
    .option('--backend <name>', flags.cluster)
    .option('--hours <n>', flags.hours, parseNumber)
    .option('-w, --write [file]', flags.write)
    .option('--revoke', flags.revokeKubeconfigs)
    .action(action(tenantCredentials))
}

async function tenantCredentials(
  context: Context,
  { backend, hours, write, revoke }: Options,
): Promise<void> {
  const { client } = await context.server()
  const { said } = context.messages
  const where = backend === undefined ? {} : { backend }
  if (revoke === true) {
    await client.revokeTenantCredentials({ query: where })
    context.tell(said.kubeconfigsRevoked)
    return
  }
  const seconds = hours === undefined ? {} : { seconds: Math.round(hours * 3_600) }
  const made = await client.tenantCredentials({ body: { ...where, ...seconds } })
  if (write === undefined) {
    context.data(made, ({ kubeconfig }) => kubeconfig)
    return
  }
  const file = write === true ? join(homedir(), '.kube', 'berth.yaml') : resolve(write)
  await writeSecret(file, made.kubeconfig)
  context.tell(said.kubeconfigWritten, { file, time: time(made.expiresAt, context.language) })
}
