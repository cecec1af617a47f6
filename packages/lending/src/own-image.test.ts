import { expect, it } from 'vitest'
import { imageFolder, ownerOfImage } from './own-image.ts'

const labels = (account: string, instance = 'here') => ({
  'berth.account': account,
  'berth.instance': instance,
})

it('gives an image to the account that folder and label agree on', () => {
  const reference = 'berth.internal/taro/hello:1'
  expect(ownerOfImage({ reference, labels: labels('taro') }, 'here')).toBe('taro')
  const odd = `berth.internal/${imageFolder('a..b')}/hello:1`
  expect(ownerOfImage({ reference: odd, labels: labels('a..b') }, 'here')).toBe('a..b')
})

it.each([
  ['berth.internal/taro/hello:1', labels('hana')],
  ['berth.internal/taro/hello:1', labels('taro', 'elsewhere')],
  ['berth.internal/taro/hello:1', {}],
  ['berth.internal/taro:1', labels('taro')],
  ['docker.io/taro/hello:1', labels('taro')],
  ['berth.internal.example/taro/hello:1', labels('taro')],
])('leaves %s with %j to nobody', (reference, given) => {
  expect(ownerOfImage({ reference, labels: given }, 'here')).toBeNull()
})
