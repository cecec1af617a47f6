import type { Image } from '@berth/contract'
import type { ConsoleClient } from '../context.ts'
import { CliError } from '../errors.ts'

/** An image by its name, full reference or ID, one's own before a shared one. Throws CliError where there is none. */
export async function findImage(client: ConsoleClient, name: string): Promise<Image> {
  const among = await client.listImages({ query: {} })
  const is = (image: Image) =>
    [image.name, `${image.name}:${image.tag}`, image.reference, image.id].includes(name)
  // The console lists the account's own first.
  const found = among.find((image) => is(image) && !image.removing)
  if (found === undefined) throw new CliError('unknownImage', { name })
  return found
}
