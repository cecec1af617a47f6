import type { Section } from '../section.ts'

/** Begins with the image asked for, else the one that is always there. */
export const imageSection: Section<'image'> = {
  initial: ({ askedImage, images }) => ({
    image: askedImage ?? images.find((image) => image.name === 'welcome')?.name ?? '',
  }),
  validate: ({ image }) => (image.trim() === '' ? { image: { key: 'create.image-fault.empty' } } : {}),
  contribute: ({ image }) => ({ image: image.trim() }),
}
