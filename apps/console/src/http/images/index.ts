import type { LendingParts } from '../../lending-parts.ts'
import type { Registrar } from '../app.ts'
import { deleteImage } from './delete-image.ts'
import { getImageCleanUp } from './get-image-clean-up.ts'
import { getImage } from './get-image.ts'
import { listImages } from './list-images.ts'
import { previewImageCleanUp } from './preview-image-clean-up.ts'
import { updateImageCleanUp } from './update-image-clean-up.ts'
import { updateImage } from './update-image.ts'

const routes = [listImages, getImage, updateImage, deleteImage, getImageCleanUp]

export const imageRoutes =
  (parts: LendingParts): Registrar =>
  (app, context) => {
    for (const route of [...routes, updateImageCleanUp(parts), previewImageCleanUp(parts)])
      route(app, context)
  }
