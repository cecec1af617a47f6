import type { Container } from '@berth/contract'
import type { Context } from '../context.ts'
import { time } from '../output/amounts.ts'
import { portText } from './describe-container.ts'
import { allContainers } from './find-container.ts'
import { progressText } from './progress-text.ts'

interface Options {
  readonly all?: boolean
  readonly quiet?: boolean
  readonly state?: string
}

export async function listContainers(context: Context, { all, quiet, state }: Options): Promise<void> {
  const { messages } = context
  const { client } = await context.server()
  const containers = await allContainers(client, {
    ...(all === true ? { scope: 'all' } : {}),
    ...(state === undefined ? {} : { state }),
  })
  if (quiet === true && !context.json) {
    for (const { name, account } of containers) context.print(all === true ? `${account}/${name}` : name)
    return
  }
  if (containers.length === 0 && !context.json) context.tell(messages.said.nothing)
  else context.data(containers, () => showContainers(containers, all === true, context))
}

function showContainers(containers: readonly Container[], all: boolean, context: Context): string {
  const { columns } = context.messages
  const row = (container: Container) => [
    ...(all ? [container.account] : []),
    container.name,
    container.image,
    progressText(container, context.messages, context.language),
    container.ports.map(portText).join(', '),
    time(container.createdAt, context.language),
  ]
  const head = [columns.name, columns.image, columns.state, columns.ports, columns.created]
  return context.table(all ? [columns.account, ...head] : head, containers.map(row))
}
