import { consoleRoutes } from '@berth/contract'
import { judgeImageChange } from '@berth/lending'
import { updateImage as update } from '../../images/update-image.ts'
import { viewImage } from '../../images/image-row.ts'
import type { Registrar } from '../app.ts'
import { handle } from '../handle.ts'
import { ownImage } from './own-image.ts'

export const updateImage: Registrar = (app, context) => {
  handle(app, context, consoleRoutes.updateImage, async (input) => {
    const image = await ownImage(context, input)
    const change = judgeImageChange(input.body, image, input.actor)
    const keep = input.body.keep === true
    return viewImage(await update(context.pool, image.id, change, { keep }), input.actor.account)
  })
}
