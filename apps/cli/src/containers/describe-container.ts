import type { Container } from '@berth/contract'
import type { Context } from '../context.ts'
import { bytes, time } from '../output/amounts.ts'
import { progressText } from './progress-text.ts'

/** A guest port as the link to it, or as a number until it has one. */
export const portText = ({ guest, url }: Container['ports'][number]): string =>
  url === null ? String(guest) : `${guest} → ${url}`

/** Everything about a container, a line each. */
export function describeContainer(container: Container, { messages, language, table }: Context): string {
  const { columns, words } = messages
  const { limits, progress } = container
  const rows: [string, string | undefined][] = [
    [columns.name, container.name],
    [columns.account, container.account],
    [columns.image, container.image],
    [
      columns.state,
      progress === undefined ? words[container.state] : progressText(container, messages, language),
    ],
    [columns.reason, container.reason && `${container.reason.title} ${container.reason.detail}`],
    [columns.exitCode, container.exitCode?.toString()],
    ...container.ports.map((port): [string, string] => [columns.ports, portText(port)]),
    [columns.backend, container.backend ?? undefined],
    [columns.command, container.command?.join(' ')],
    ...(container.environments ?? []).map((each): [string, string] => [columns.environment, each]),
    [columns.memory, bytes(limits.memory)],
    [columns.cpus, String(limits.cpus)],
    [columns.pids, String(limits.pids)],
    [columns.gpus, limits.gpus === 0 ? undefined : String(limits.gpus)],
    [columns.created, time(container.createdAt, language)],
    [columns.started, time(container.startedAt, language)],
    [columns.finished, time(container.finishedAt, language)],
    [columns.id, container.id],
  ]
  const shown = rows.filter((row): row is [string, string] => row[1] !== undefined && row[1] !== '')
  return table([], shown)
}

/** Why it failed, with the last lines of its log, on standard error. */
export function tellReason({ name, reason }: Container, { tell }: Context): void {
  if (reason === undefined) return
  tell(`berth: ${name}: ${reason.title}\n${reason.detail}`)
  for (const line of reason.log ?? []) tell(`  ${line}`)
}
