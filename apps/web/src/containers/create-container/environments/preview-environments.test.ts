import { expect, it } from 'vitest'
import { previewEnvironments } from './preview-environments.ts'

it('shows what will be set', () => {
  expect(previewEnvironments(`A=1 GREETING="hello there" C='x "y"' EMPTY= D=a=b`)).toEqual({
    open: false,
    chips: [
      { name: 'A', value: '1' },
      { name: 'GREETING', value: 'hello there' },
      { name: 'C', value: 'x "y"' },
      { name: 'EMPTY', value: '' },
      { name: 'D', value: 'a=b' },
    ],
  })
})
it('expands nothing', () => {
  expect(previewEnvironments('A=$HOME B=~ C=`x`').chips.map((chip) => chip.value)).toEqual([
    '$HOME',
    '~',
    '`x`',
  ])
})
it('says what is wrong, word by word', () => {
  expect(previewEnvironments('A 1B=2 C=1 C=2').chips.map((chip) => chip.fault)).toEqual([
    'no-equals',
    'bad-name',
    undefined,
    'repeated',
  ])
})
it('takes a full-width space as a separator', () => {
  expect(previewEnvironments('A=1　B=2').chips).toHaveLength(2)
})
it('bears a quote that is still open', () => {
  expect(previewEnvironments('A="x y')).toEqual({ open: true, chips: [{ name: 'A', value: 'x y' }] })
  expect(previewEnvironments('A=1 \\').open).toBe(true)
})
