import { BerthError, toProblem, type PushEvent, type RegistryLogin } from '@berth/contract'
import { authOf } from './ask-registry.ts'
import type { DockerContext } from './context.ts'
import { messageOf, sentence, statusOf, toBerthError, toPullError } from './translate/docker-error.ts'
import { ownRegistry, registryOf, splitReference } from './translate/image-reference.ts'
import { jsonLines } from './translate/json-lines.ts'

interface PushMessage {
  readonly error?: string
  readonly aux?: { readonly Digest?: string }
}

const tellEveryMs = 1_000

/** Puts an image of Berth's own into a registry. The name that Docker wants for it is taken away again. */
export async function* pushImage(
  context: Pick<DockerContext, 'docker'>,
  reference: string,
  to: string,
  login: RegistryLogin,
  signal: AbortSignal,
): AsyncGenerator<PushEvent> {
  const { docker } = context
  try {
    if (registryOf(reference) !== ownRegistry) throw new BerthError('not-found')
    const { repository, tag } = splitReference(to)
    const { Id } = await docker.getImage(reference).inspect()
    await docker.getImage(Id).tag({ repo: repository, tag })
    try {
      const digest = yield* push(context, to, login, signal)
      yield { type: 'done', id: Id, from: `${repository}@${digest}` }
    } finally {
      const named = docker.getImage(to)
      await named.remove().catch(() => undefined)
    }
  } catch (error) {
    yield { type: 'failed', problem: toProblem(toPushError(error, reference, to), 'en') }
  }
}

/** Gives the digest under which the registry has it. */
async function* push(
  { docker }: Pick<DockerContext, 'docker'>,
  to: string,
  login: RegistryLogin,
  abortSignal: AbortSignal,
): AsyncGenerator<PushEvent, string> {
  const stream = await docker.getImage(to).push({ abortSignal }, undefined, authOf(login, to))
  let [told, digest] = [Date.now(), '']
  for await (const { error, aux } of jsonLines<PushMessage>(stream as AsyncIterable<unknown>)) {
    if (error !== undefined) throw new Error(error)
    digest = aux?.Digest ?? digest
    if (Date.now() - told < tellEveryMs) continue
    told = Date.now()
    yield { type: 'progress' }
  }
  return digest
}

function toPushError(error: unknown, reference: string, to: string): BerthError {
  if (error instanceof BerthError) return error
  if (statusOf(error) === 404) return new BerthError('image-absent', { image: reference })
  const failure = statusOf(error) === undefined ? toPullError(error, to) : toBerthError(error)
  const passing = ['registry-unreachable', 'runtime-unavailable', 'cancelled']
  if (passing.includes(failure.code)) return failure
  return new BerthError('push-failed', { message: sentence(messageOf(error)) }, { cause: error })
}
