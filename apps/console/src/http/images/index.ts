import type { Registrar } from '../app.ts'
import { listImages } from './list-images.ts'

export const imageRoutes: Registrar = (app, context) => {
  listImages(app, context)
}
