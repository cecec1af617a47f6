import { text } from 'node:stream/consumers'
import type { Context } from '../context.ts'
import { usageError } from '../errors.ts'
import { forEach } from '../for-each.ts'
import { findImage } from './find-image.ts'

export async function describeImage(
  context: Context,
  { stdin }: { readonly stdin?: true },
  named: string,
  given: string | undefined,
): Promise<void> {
  if ((given === undefined) === (stdin === undefined)) throw usageError('noDescription')
  const description = given ?? (await text(process.stdin))
  const { client } = await context.server()
  const { id } = await findImage(client, named)
  const image = await client.updateImage({ params: { id }, body: { description } })
  if (context.json) context.data(image, () => '')
  else context.tell(context.messages.said.described, { name: image.name })
}

export const shareImage = (
  context: Context,
  { recommend }: { readonly recommend?: true },
  names: string[],
): Promise<void> =>
  changeSharing(context, names, {
    shared: true,
    ...(recommend === undefined ? {} : { recommended: true }),
  })

export const unshareImage = (context: Context, _: object, names: string[]): Promise<void> =>
  changeSharing(context, names, { shared: false })

async function changeSharing(
  context: Context,
  names: string[],
  body: { shared: boolean; recommended?: boolean },
): Promise<void> {
  const { client } = await context.server()
  const { said } = context.messages
  await forEach(context, names, async (named) => {
    const { id } = await findImage(client, named)
    const { name } = await client.updateImage({ params: { id }, body })
    context.tell(body.shared ? said.shared : said.unshared, { name })
  })
}
