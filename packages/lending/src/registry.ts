import { BerthError } from '@berth/contract'
import { quotable } from './judged.ts'
import { berthRegistry, parseImageReference } from './image-reference.ts'

/** So many registries an account may have logins for. */
export const mostRegistries = 50

/** What Docker's own tools take for Docker Hub. */
const dockerHub = /^(?:(?:index|registry|registry-1|hub|www)\.)?docker\.(?:io|com)$/

/**
 * The registry (HOST or HOST:PORT, as in full references) that a person means, who may paste an address. Throws
 * `invalid-input` for what no image can be pulled from.
 */
export function judgeRegistry(text: string): string {
  const name = text
    .trim()
    .replace(/^https?:\/\//i, '')
    .replace(/\/.*$/s, '')
    .toLowerCase()
  if (dockerHub.test(name)) return 'docker.io'
  const parsed = parseImageReference(`${name}/a/b`)
  if (parsed?.registry !== name || name.replace(/:\d+$/, '') === berthRegistry)
    throw new BerthError(
      'invalid-input',
      {},
      { fields: [{ path: 'registry', code: 'registry-invalid', params: { registry: quotable(text) } }] },
    )
  return name
}

/** A full reference's registry, and its repository with the registry in front; registries give rights by repository. */
export function placeOf(reference: string): { readonly registry: string; readonly repository: string } {
  const named = reference.split('@', 1)[0] ?? ''
  const colon = named.lastIndexOf(':')
  const repository = colon > named.lastIndexOf('/') ? named.slice(0, colon) : named
  return { registry: named.split('/', 1)[0] ?? '', repository }
}
