import { expect, it } from 'vitest'
import { nameFault, suggestName } from './suggest-name.ts'

it('suggests a free name after the image', () => {
  expect(suggestName('welcome', [])).toBe('welcome')
  expect(suggestName('registry.example:5000/Taro/My_Tool:2', [])).toBe('my-tool')
  expect(suggestName('welcome', ['welcome', 'welcome-2'])).toBe('welcome-3')
  expect(suggestName('', [])).toBe('container')
})
it('suggests nothing that it would refuse', () => {
  for (const image of ['a'.repeat(80), '--', 'x_____________________________________y', '日本語'])
    expect(nameFault(suggestName(image, []), [])).toBeNull()
})
it('says what is wrong with a name', () => {
  expect(nameFault('', [])).toBe('empty')
  expect(nameFault('Web', [])).toBe('capitals')
  expect(nameFault('a/b', [])).toBe('characters')
  expect(nameFault('-a', [])).toBe('edge')
  expect(nameFault('a'.repeat(41), [])).toBe('too-long')
  expect(nameFault('web', ['web'])).toBe('taken')
  expect(nameFault('web-1', ['web'])).toBeNull()
})
