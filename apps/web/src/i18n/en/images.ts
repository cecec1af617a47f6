import type { images as japanese } from '../ja/images.ts'

export const images: Record<keyof typeof japanese, string> = {
  title: 'Images',
  lead: 'What containers are made from. Beside these, any public image can be named in the form, such as python:3.13.',
  mine: 'Mine',
  shared: 'Shared with me',
  owner: 'by {{owner}}',
  created: 'Made',
  use: 'Create a container from this image',
  'empty.title': 'No images yet',
  'empty.text':
    'Shared images and your own appear here. A public image can be used right away: write its name in the form.',
  'empty.create': 'Create a container',
}
