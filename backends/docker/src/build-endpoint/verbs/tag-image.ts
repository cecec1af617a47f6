import type { Call } from '../answer.ts'
import { ownImage } from '../own-images.ts'
import { ownName } from '../own-name.ts'

/** Another name in the account's own folder for an image of its own. */
export async function tagImage({ parts, response, query, name }: Call): Promise<void> {
  const { account } = parts.tenant
  const tag = query.get('tag') ?? ''
  const target = ownName(`${query.get('repo') ?? ''}${tag === '' ? '' : `:${tag}`}`, account)
  const { Id } = await ownImage(parts, name)
  const colon = target.lastIndexOf(':')
  await parts.docker.getImage(Id).tag({ repo: target.slice(0, colon), tag: target.slice(colon + 1) })
  response.writeHead(201)
  response.end()
}
