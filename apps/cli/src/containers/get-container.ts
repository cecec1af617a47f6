import type { Context } from '../context.ts'
import { describeContainer } from './describe-container.ts'
import { findContainer } from './find-container.ts'

export async function getContainer(context: Context, _: object, name: string): Promise<void> {
  const { client } = await context.server()
  const { id } = await findContainer(client, name)
  context.data(await client.getContainer({ params: { id } }), (container) =>
    describeContainer(container, context),
  )
}
