import { consoleRoutes, type Container } from '@berth/contract'
import type { ConsoleClient } from '../context.ts'
import { CliError } from '../errors.ts'
import { everyPage } from '../every-page.ts'

/** All of one's own containers, or with `scope: 'all'` everybody's. */
export const allContainers = (
  client: ConsoleClient,
  query: { scope?: 'all'; account?: string; state?: string } = {},
): Promise<Container[]> =>
  everyPage(
    (page) => client.raw.listContainers({ query: page }),
    (json) => consoleRoutes.listContainers.response.parse(json),
    query,
  )

/** One's own container by name or ID; `account/name` for an administrator. Throws CliError where there is none. */
export async function findContainer(client: ConsoleClient, name: string): Promise<Container> {
  const [first = '', second] = name.split('/')
  const own = second ?? first
  const among = await allContainers(client, second === undefined ? {} : { scope: 'all', account: first })
  const found =
    among.find(
      (container) => container.name === own && (second === undefined || container.account === first),
    ) ?? among.find((container) => container.id === own)
  if (found === undefined) throw new CliError('unknownContainer', { name })
  return found
}
