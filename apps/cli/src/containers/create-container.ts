import type { Container, CreateContainerBody } from '@berth/contract'
import { askWhether } from '../ask.ts'
import type { Context, Server } from '../context.ts'
import { AlreadyTold, exitCodes } from '../errors.ts'
import { describeContainer, tellReason } from './describe-container.ts'
import { isSettled, waitFor } from './wait-for.ts'

export interface RunOptions {
  readonly name: string
  readonly env?: string[]
  readonly port?: string[]
  readonly memory?: number
  readonly cpus?: number
  readonly pids?: number
  readonly gpus?: number
  readonly backend?: string
  readonly detach?: boolean
}

/** Borrows a container and waits until it runs, which is exit code 0; 1 where it fails. */
export async function createContainer(
  context: Context,
  options: RunOptions,
  image: string,
  command: string[],
): Promise<void> {
  const server = await context.server()
  const container = await server.client.createContainer({ body: requestBody(image, command, options) })
  const settled = options.detach === true ? container : await untilRunning(context, server, container)
  context.data(settled, () => describeContainer(settled, context))
  if (options.detach !== true && settled.state !== 'running') {
    tellReason(settled, context)
    throw new AlreadyTold(exitCodes.failed)
  }
}

/** What `berth run`'s options ask for. */
export function requestBody(image: string, command: string[], options: RunOptions): CreateContainerBody {
  const { name, env, port, memory, cpus, pids, gpus, backend } = options
  const limits = Object.fromEntries(
    Object.entries({ memory, cpus, pids, gpus }).filter(([, value]) => value !== undefined),
  )
  return {
    name,
    image,
    ...(env === undefined ? {} : { environments: env }),
    ...(port === undefined ? {} : { guestPorts: port }),
    ...(command.length === 0 ? {} : { command }),
    ...(backend === undefined ? {} : { backend }),
    ...(Object.keys(limits).length === 0 ? {} : { limits }),
  }
}

/** Ctrl-C asks whether to give the container up; where nobody can be asked, it does. */
async function untilRunning(context: Context, server: Server, container: Container): Promise<Container> {
  const interrupted = new AbortController()
  const interrupt = () => {
    interrupted.abort()
  }
  process.once('SIGINT', interrupt)
  try {
    return (await waitFor(context, server, container, isSettled('running'), interrupted.signal)) ?? container
  } catch (error) {
    if (!interrupted.signal.aborted) throw error
    await giveUp(context, server, container)
    throw new AlreadyTold(exitCodes.interrupted)
  } finally {
    process.off('SIGINT', interrupt)
  }
}

async function giveUp(
  { messages, tell }: Context,
  { client }: Server,
  { id, name }: Container,
): Promise<void> {
  const cancel =
    !process.stdin.isTTY ||
    (await askWhether(messages.ask.cancel.replace('{name}', () => name)).catch(() => false))
  if (!cancel) {
    tell(messages.said.background, { name })
    return
  }
  await client.deleteContainer({ params: { id } })
  tell(messages.said.cancelled, { name })
}
