import { BerthError, type CreateContainerBody, type FieldError, type Limits } from '@berth/contract'
import { judgeCommand } from './command.ts'
import { judgeContainerName } from './container-name.ts'
import { judgeEnvironments } from './environments.ts'
import { judgeGuestPorts } from './guest-ports.ts'
import { judgeImage, type LendableImage } from './image-reference.ts'
import type { Judged } from './judged.ts'
import { judgeLimits, type LimitRules } from './limits.ts'

/** A creation in its normal form: every part judged, the image in full. */
export interface CreationRequest {
  readonly name: string
  readonly image: string
  /** Which backends have the image, where it is one of Berth's own; null: any may pull it. */
  readonly imageBackends: readonly string[] | null
  readonly environments: readonly string[]
  readonly guestPorts: readonly number[]
  readonly command: readonly string[] | undefined
  readonly backend: string | undefined
  readonly limits: Limits
}

/**
 * Judges what the form, `berth run` or a script asks for. Throws `invalid-input` with one error for each bad
 * field, or `image-access-denied` where that alone is wrong.
 */
export function judgeCreateContainer(
  body: CreateContainerBody,
  account: string,
  images: readonly LendableImage[],
  rules?: LimitRules,
): CreationRequest {
  const errors: FieldError[] = []
  const take = <T>(judged: Judged<T>): T | undefined => {
    if (judged.ok) return judged.value
    errors.push(judged.error)
    return undefined
  }
  const name = take(judgeContainerName(body.name))
  const image = take(judgeImage(body.image, account, images))
  const environments = take(judgeEnvironments(body.environments))
  const guestPorts = take(judgeGuestPorts(body.guestPorts))
  const command = take(judgeCommand(body.command))
  const limits = judgeLimits(body.limits, rules)
  errors.push(...limits.errors)
  if (!name || !image || !environments || !guestPorts || errors.length > 0) throw toError(errors)
  return {
    name,
    image: image.reference,
    imageBackends: image.backends,
    environments,
    guestPorts,
    command,
    backend: body.backend === '' ? undefined : body.backend,
    limits: limits.limits,
  }
}

function toError(errors: readonly FieldError[]): BerthError {
  const [first] = errors
  if (errors.length === 1 && first?.code === 'image-access-denied')
    return new BerthError(first.code, first.params, { fields: errors })
  return new BerthError('invalid-input', {}, { fields: errors })
}
