import type { Image } from '@berth/contract'
import type { ConsoleClient } from '../context.ts'
import { CliError } from '../errors.ts'

/** An image by its name, full reference or ID, one's own before a shared one. Throws CliError where there is none. */
export async function findImage(client: ConsoleClient, name: string): Promise<Image> {
  const found = findListed(await client.listImages({ query: {} }), name)
  if (found === undefined) throw new CliError('unknownImage', { name })
  return found
}

/** The same of a list; undefined where it is not there. */
export function findListed(among: readonly Image[], name: string): Image | undefined {
  const is = (image: Image) =>
    [image.name, `${image.name}:${image.tag}`, image.reference, image.id].includes(name)
  // The console lists the account's own first.
  return among.find((image) => is(image) && !image.removing)
}
