import { expect, it } from 'vitest'
import { additionsTo } from './added-entries.ts'
import { createTreeJudge } from './image-tree.ts'
import type { ImageToConvert } from './image-to-convert.ts'

const image: ImageToConvert = {
  reference: 'berth.internal/alice/secret-project:1',
  id: `sha256:${'0'.repeat(64)}`,
  size: 1,
  architecture: 'amd64',
  run: { entrypoint: [], command: ['sh'], environment: ['A=b'] },
  labels: { own: 'label' },
  config: { Cmd: ['sh'] },
  layers: [],
}

it('say nothing of the name by which an image was asked for: others get the same file', async () => {
  const additions = additionsTo(image, new Date(0))
  const tar = await additions.tar(createTreeJudge(additions.replaced), new Map())
  const all = [tar, ...additions.objects.map(({ content }) => content)].map(String).join('')
  expect(all).toContain(image.id)
  expect(all).not.toMatch(/alice|secret-project/)
})
