import { expect, it } from 'vitest'
import { contextFilter } from './context-filter.ts'

const kept = (ignore: string, paths: string[], dockerfile = 'Dockerfile') =>
  paths.filter(contextFilter(ignore, dockerfile))

it('leaves out what is named, and all below it', () => {
  const paths = ['.git/config', 'a.log', 'deep/a.log', 'node_modules/x/y.js', 'src/main.py']
  expect(kept('.git\nnode_modules/\n*.log\n', paths)).toEqual(['deep/a.log', 'src/main.py'])
  expect(kept('**/*.log', paths)).toEqual(['.git/config', 'node_modules/x/y.js', 'src/main.py'])
})
it('takes back what an exception names; the last word counts', () => {
  expect(kept('*\n!src\nsrc/secret', ['README.md', 'src/main.py', 'src/secret'])).toEqual(['src/main.py'])
})
it('heeds comments, blanks, a leading slash, and capitals', () => {
  expect(kept('# data\n\n  /data  \n', ['data/x', '# data', 'Data/x'])).toEqual(['# data', 'Data/x'])
})
it('always keeps the Dockerfile and .dockerignore, as Docker’s client does', () => {
  expect(kept('*', ['Dockerfile', '.dockerignore', 'x'])).toEqual(['Dockerfile', '.dockerignore'])
  expect(kept('*', ['Dockerfile', 'gpu/Dockerfile'], 'gpu/Dockerfile')).toEqual(['gpu/Dockerfile'])
})
it('says which pattern is none', () => {
  expect(() => kept('[z-a]', ['x'])).toThrow(expect.objectContaining({ code: 'build-refused' }))
})
