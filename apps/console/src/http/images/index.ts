import type { Registrar } from '../app.ts'
import { deleteImage } from './delete-image.ts'
import { getImage } from './get-image.ts'
import { listImages } from './list-images.ts'
import { updateImage } from './update-image.ts'

export const imageRoutes: Registrar = (app, context) => {
  for (const route of [listImages, getImage, updateImage, deleteImage]) route(app, context)
}
