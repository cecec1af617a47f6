import { z } from 'zod'
import { backendSchema } from './backend.ts'
import { imageBuildSchema } from './build.ts'
import { containerSchema } from './container.ts'
import { imageSchema } from './image.ts'

/** What `/events` sends: only of what the account may see. `resync`: something may have been missed, fetch again. */
export const consoleEvent = z.discriminatedUnion('type', [
  z.object({ type: z.literal('hello') }),
  z.object({ type: z.literal('resync') }),
  z.object({ type: z.literal('container'), container: containerSchema }),
  z.object({ type: z.literal('container-removed'), id: z.uuid() }),
  z.object({ type: z.literal('image'), image: imageSchema }),
  z.object({ type: z.literal('image-removed'), id: z.uuid() }),
  z.object({ type: z.literal('build'), build: imageBuildSchema }),
  z.object({ type: z.literal('build-removed'), id: z.uuid() }),
  z.object({ type: z.literal('runner') }).describe('Your GitLab Runner changed: fetch it again'),
  z.object({ type: z.literal('backend'), backend: backendSchema }),
  z.object({ type: z.literal('session') }).describe('Who you are, or its warnings, changed: fetch it again'),
])
export type ConsoleEvent = z.infer<typeof consoleEvent>
