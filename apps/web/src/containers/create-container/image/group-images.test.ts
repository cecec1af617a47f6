import type { Image } from '@berth/contract'
import { expect, it } from 'vitest'
import { groupImages } from './group-images.ts'

const image = (name: string, owner: string, shared: boolean, recommended = false): Image => ({
  id: name,
  reference: `registry/${name}`,
  name,
  tag: 'latest',
  owner,
  description: '',
  shared,
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

it('puts each image into one group, in the order of the form', () => {
  const images = [
    image('hana/lab', 'hana', true),
    image('taro/tool', 'taro', false),
    image('welcome', 'admin', true, true),
    { ...image('old', 'taro', false), removing: true },
  ]
  expect(
    groupImages(images, 'taro').map(({ group, images }) => [group, images.map(({ name }) => name)]),
  ).toEqual([
    ['recommended', ['welcome']],
    ['mine', ['taro/tool']],
    ['shared', ['hana/lab']],
  ])
})
it('leaves empty groups out', () => {
  expect(groupImages([], 'taro')).toEqual([])
})
