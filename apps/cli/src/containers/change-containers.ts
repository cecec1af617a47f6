import type { Container } from '@berth/contract'
import type { ConsoleClient, Context } from '../context.ts'
import { AlreadyTold, exitCodes } from '../errors.ts'
import { forEach } from '../for-each.ts'
import { tellReason } from './describe-container.ts'
import { findContainer } from './find-container.ts'
import { hasFailed, waitFor } from './wait-for.ts'

export interface ChangeOptions {
  readonly detach?: boolean
}

interface Change {
  /** Asks for it: answered at once. */
  readonly ask: (client: ConsoleClient, id: string) => Promise<Container>
  /** When it has happened; a container that is gone has always become what was wanted. */
  readonly done: (container: Container) => boolean
}

/** Does one thing to each named container and, unless told not to, waits until it has happened. */
export async function changeContainers(
  context: Context,
  { detach }: ChangeOptions,
  names: readonly string[],
  { ask, done }: Change,
): Promise<void> {
  const server = await context.server()
  const changed: Container[] = []
  await forEach(context, names, async (name) => {
    const { id } = await findContainer(server.client, name)
    const asked = await ask(server.client, id)
    const now =
      detach === true ? asked : await waitFor(context, server, asked, done, new AbortController().signal)
    changed.push(now ?? asked)
    if (now !== undefined && detach !== true && hasFailed(now) && !done(now)) {
      tellReason(now, context)
      throw new AlreadyTold(exitCodes.failed)
    }
    if (!context.json) context.print(name)
  }).finally(() => {
    if (context.json) context.data(changed, () => '')
  })
}
