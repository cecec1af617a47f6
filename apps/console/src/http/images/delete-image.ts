import { consoleRoutes } from '@berth/contract'
import { deleteImage as remove } from '../../images/delete-image.ts'
import { viewImage } from '../../images/image-row.ts'
import type { Registrar } from '../app.ts'
import { handle } from '../handle.ts'
import { ownImage } from './own-image.ts'

export const deleteImage: Registrar = (app, context) => {
  handle(app, context, consoleRoutes.deleteImage, async (input) => {
    const image = await ownImage(context, input)
    await remove(context.pool, image, input.actor)
    return viewImage({ ...image, removing: true }, input.actor.account)
  })
}
