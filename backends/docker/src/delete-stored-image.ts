import { BerthError, type RegistryLogin } from '@berth/contract'
import { callRegistry, type RegistryAnswer } from './registry/call-registry.ts'
import { registryOf, splitReference } from './translate/image-reference.ts'

/** https://github.com/opencontainers/distribution-spec/blob/main/spec.md#deleting-manifests : what a registry says that deletes nothing. */
const refused = [400, 401, 403, 405, 501]

/** The bytes themselves are freed by the registry's own collection. False where it deletes nothing, or not for this login. */
export async function deleteStoredImage(from: string, login: RegistryLogin): Promise<boolean> {
  const registry = registryOf(from)
  const { repository, tag: digest } = splitReference(from)
  const name = repository.slice(registry.length + 1)
  const unreachable = (cause: unknown) => new BerthError('registry-unreachable', { registry }, { cause })
  let answer: RegistryAnswer
  try {
    const path = `/v2/${name}/manifests/${digest}`
    answer = await callRegistry(registry, {
      method: 'DELETE',
      path,
      scope: `repository:${name}:delete`,
      login,
    })
  } catch (error) {
    throw unreachable(error)
  }
  if ((answer.status >= 200 && answer.status < 300) || answer.status === 404) return true
  if (refused.includes(answer.status)) return false
  throw unreachable(new Error(`The registry answered ${String(answer.status)}`))
}
