import { expect, test } from 'vitest'
import { layersOf } from './image-layers.ts'

const base = [
  { Created: 2, CreatedBy: 'CMD ["sh"]', Size: 0 },
  { Created: 1, CreatedBy: 'ADD file', Size: 100 },
]
const upon = (Created: number) => [{ Created, CreatedBy: 'RUN make', Size: 7 }, ...base]

test('images have in common what they were built upon, and nothing that only looks alike', () => {
  const [one, two] = [layersOf(upon(3)), layersOf(upon(4))]
  expect(layersOf(base)).toEqual([{ key: expect.any(String) as string, size: 100 }])
  expect([one[0], two[0]]).toEqual([layersOf(base)[0], layersOf(base)[0]])
  expect(one.map(({ size }) => size)).toEqual([100, 7])
  expect(one[1]?.key).not.toBe(two[1]?.key)
  expect(layersOf(upon(3))).toEqual(one)
})
