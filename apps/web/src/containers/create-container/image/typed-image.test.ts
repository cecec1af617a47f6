import type { Image } from '@berth/contract'
import { expect, it } from 'vitest'
import { typedImage } from './typed-image.ts'

const image = (name: string, owner: string, recommended = false): Image => ({
  id: `${owner}/${name}`,
  reference: `berth.internal/${owner}/${name}:latest`,
  name,
  tag: 'latest',
  owner,
  description: '',
  shared: true,
  recommended,
  removing: false,
  size: 1,
  digest: null,
  registryDigest: null,
  usedBy: [],
  usedByOthers: 0,
  backends: [],
  going: null,
  createdAt: '2026-01-01T00:00:00Z',
})

it('is a bare name only where that means no other image', () => {
  const images = [
    image('lesson', 'taro'),
    image('lesson', 'hana'),
    image('welcome', 'admin', true),
    image('tool', 'hana'),
    image('course', 'tanaka', true),
    image('course', 'suzuki', true),
  ]
  const typed = images.map((each) => typedImage(each, images, 'taro'))
  expect(typed).toEqual([
    'lesson',
    'berth.internal/hana/lesson:latest',
    'welcome',
    'berth.internal/hana/tool:latest',
    'berth.internal/tanaka/course:latest',
    'berth.internal/suzuki/course:latest',
  ])
})
