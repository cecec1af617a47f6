import { IncomingMessage } from 'node:http'
import type { Container } from 'dockerode'
import { BerthError } from '@berth/contract'

/** A path of a container as a tar, as it comes. */
export async function readArchive(
  container: Container,
  path: string,
  signal?: AbortSignal,
): Promise<IncomingMessage> {
  const options = signal === undefined ? { path } : { path, abortSignal: signal }
  const archive = await container.getArchive(options)
  if (!(archive instanceof IncomingMessage)) throw new BerthError('runtime-unavailable')
  return archive
}
