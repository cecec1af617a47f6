import type { ImageInspectInfo } from 'dockerode'
import { BerthError, type RegistryLogin } from '@berth/contract'
import { askRegistry, authOf } from '../ask-registry.ts'
import { statusOf, toBerthError } from '../translate/docker-error.ts'
import { jsonLines } from '../translate/json-lines.ts'
import type { BuildParts } from './tenant.ts'

export interface PullOptions {
  /** Registries are asked again even for what is here. */
  readonly pull: boolean
  readonly signal: AbortSignal
  readonly tell: (line: string) => void
}

/** Undefined where it is not here. */
export async function inspect(parts: BuildParts, reference: string): Promise<ImageInspectInfo | undefined> {
  try {
    return await parts.docker.getImage(reference).inspect()
  } catch (error) {
    if (statusOf(error) === 404) return undefined
    throw toBerthError(error)
  }
}

/** Gives why it could not be pulled. Throws `cancelled`. */
export async function pullAs(
  parts: BuildParts,
  reference: string,
  login: RegistryLogin | undefined,
  signal: AbortSignal,
): Promise<Error | undefined> {
  try {
    await askRegistry(parts, reference, login)
    const stream = await parts.docker.createImage(authOf(login, reference), {
      fromImage: reference,
      abortSignal: signal,
    })
    for await (const message of jsonLines<{ error?: string; status?: string; progress?: unknown }>(
      stream as AsyncIterable<unknown>,
    ))
      if (message.error !== undefined) throw new Error(message.error)
    return undefined
  } catch (error) {
    if (signal.aborted) throw new BerthError('cancelled', {}, { cause: error })
    return error instanceof Error ? error : new Error(String(error))
  }
}
