import type { Call } from '../answer.ts'
import { ownImage } from '../own-images.ts'
import { ownName } from '../own-name.ts'

/** An image of the account's own is Berth's already: there is nowhere that it would have to be sent from here. */
export async function pushImage({ parts, response, query, name }: Call): Promise<void> {
  const tag = query.get('tag') ?? ''
  const reference = ownName(tag === '' ? name : `${name}:${tag}`, parts.tenant.account)
  const { Id } = await ownImage(parts, reference)
  response.writeHead(200, { 'content-type': 'application/json' })
  response.write(`${JSON.stringify({ status: `Berth keeps ${reference} (${Id.slice(0, 19)})` })}\r\n`)
  response.end()
}
