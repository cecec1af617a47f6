import { expect, it } from 'vitest'
import {
  readDropped,
  walkEntries,
  type DroppedEntry,
  type DroppedFile,
  type DroppedFolder,
} from './walk-entries.ts'

const file = (name: string, broken = false): DroppedFile => ({
  name,
  isFile: true,
  isDirectory: false,
  file(found, failed) {
    if (broken) failed(new Error('gone'))
    else found(new File([name], name))
  },
})
const folder = (name: string, portions: DroppedEntry[][]): DroppedFolder => ({
  name,
  isFile: false,
  isDirectory: true,
  createReader() {
    const rest = [...portions]
    return { readEntries: (found) => found(rest.shift() ?? []) }
  },
})

it('walks through folders, portion by portion', async () => {
  const dropped = [
    file('a.txt'),
    folder('d', [[file('b')], [folder('e', [[file('c')]])]]),
    folder('empty', []),
  ]
  const { files, unreadable } = await walkEntries(dropped)
  expect(files.map(({ path }) => path)).toEqual(['a.txt', 'd/b', 'd/e/c'])
  expect(await files[2]?.file.text()).toBe('c')
  expect(unreadable).toBe(0)
})
it('counts what cannot be read and goes on', async () => {
  const { files, unreadable } = await walkEntries([
    file('x', true),
    folder('d', [[file('y', true), file('z')]]),
  ])
  expect(files.map(({ path }) => path)).toEqual(['d/z'])
  expect(unreadable).toBe(2)
})
it('takes files that are of no file system, such as a picture dragged out of a page', async () => {
  const loose = new File(['p'], 'picture.png')
  const items = [
    { webkitGetAsEntry: () => null, getAsFile: () => loose },
    { webkitGetAsEntry: () => folder('d', [[file('x')]]), getAsFile: () => null },
    { webkitGetAsEntry: () => null, getAsFile: () => null },
  ]
  const { files } = await readDropped(items)
  expect(files.map(({ path }) => path)).toEqual(['picture.png', 'd/x'])
})
