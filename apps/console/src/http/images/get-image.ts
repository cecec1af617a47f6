import { BerthError, consoleRoutes } from '@berth/contract'
import { findImagesById } from '../../images/find-images.ts'
import { viewImage } from '../../images/image-row.ts'
import type { Registrar } from '../app.ts'
import { handle } from '../handle.ts'

export const getImage: Registrar = (app, context) => {
  handle(app, context, consoleRoutes.getImage, async ({ params, actor }) => {
    const [row] = await findImagesById(context.pool, [params.id])
    if (row === undefined || (row.owner !== actor.account && (!row.shared || row.removing)))
      throw new BerthError('not-found')
    return viewImage(row, actor.account)
  })
}
