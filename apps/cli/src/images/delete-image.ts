import type { Context } from '../context.ts'
import { forEach } from '../for-each.ts'
import { findImage } from './find-image.ts'

export async function deleteImage(context: Context, _: object, names: string[]): Promise<void> {
  const { client } = await context.server()
  await forEach(context, names, async (named) => {
    const { id, name } = await findImage(client, named)
    await client.deleteImage({ params: { id } })
    context.tell(context.messages.said.imageRemoved, { name })
  })
}
