import type { RegistryLogin } from '@berth/contract'
import type { AuthConfig } from 'dockerode'
import type { DockerContext } from './context.ts'
import { registryOf } from './translate/image-reference.ts'

/**
 * Before a pull by digest: has the registry say whether the caller may have it, which Docker's own pull does not where
 * somebody's earlier pull left the manifest (moby's manifestStore), under whatever name. Throws Docker's error.
 */
export async function askRegistry(
  { docker, engine }: Pick<DockerContext, 'docker' | 'engine'>,
  reference: string,
  login?: RegistryLogin,
): Promise<void> {
  if (!reference.includes('@') || !(await engine.pullsFromCache())) return
  const authconfig = authOf(login, reference)
  await docker.getImage(reference).distribution(authconfig === undefined ? {} : { authconfig })
}

/** As the daemon wants it; a login for another registry than the reference's is never sent along. */
export function authOf(login: RegistryLogin | undefined, reference: string): AuthConfig | undefined {
  const registry = registryOf(reference)
  if (login?.registry !== registry) return undefined
  // https://docs.docker.com/reference/api/engine/#tag/System/operation/SystemAuth
  const serveraddress = registry === 'docker.io' ? 'https://index.docker.io/v1/' : registry
  return { username: login.user, password: login.password, serveraddress }
}
