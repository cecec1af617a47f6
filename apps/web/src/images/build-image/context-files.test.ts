import { expect, it } from 'vitest'
import { filesToSend, noFiles, totalSize, withFiles } from './context-files.ts'

const at = (path: string, text = 'x') => ({ path, file: new File([text], path) })
const paths = (files: readonly { path: string }[]) => files.map(({ path }) => path)

it('takes a dropped folder for the context itself', () => {
  const { files, dockerfile } = withFiles(noFiles, [at('project/Dockerfile'), at('project/src/main.py')])
  expect(paths(files)).toEqual(['Dockerfile', 'src/main.py'])
  expect(dockerfile).toBe('Dockerfile')
})

it('keeps folders that are dropped side by side, or beside a file', () => {
  expect(paths(withFiles(noFiles, [at('a/x'), at('b/y')]).files)).toEqual(['a/x', 'b/y'])
  expect(paths(withFiles(noFiles, [at('Dockerfile'), at('b/y')]).files)).toEqual(['Dockerfile', 'b/y'])
})

it('replaces a file of the same path and keeps the others', () => {
  const first = withFiles(noFiles, [at('Dockerfile', 'old'), at('data')])
  const second = withFiles(first, [at('Dockerfile', 'newer')])
  expect(paths(second.files)).toEqual(['data', 'Dockerfile'])
  expect(totalSize(second.files)).toBe(6)
})

it('finds the Dockerfile nearest to the top, whatever it is called', () => {
  expect(withFiles(noFiles, [at('p/deep/Dockerfile'), at('p/gpu.Dockerfile')]).dockerfile).toBe(
    'gpu.Dockerfile',
  )
  expect(withFiles(noFiles, [at('p/Dockerfile.gpu'), at('p/Dockerfile')]).dockerfile).toBe('Dockerfile')
  expect(withFiles(noFiles, [at('p/main.py')]).dockerfile).toBe('Dockerfile')
})

it('does not send what .dockerignore names, but the Dockerfile always', () => {
  const all = withFiles(noFiles, [at('Dockerfile'), at('.git/config'), at('src/main.py')])
  expect(paths(filesToSend({ ...all, ignore: '*\n!src' }))).toEqual(['Dockerfile', 'src/main.py'])
})
