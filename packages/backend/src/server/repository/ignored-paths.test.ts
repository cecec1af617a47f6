import { expect, it } from 'vitest'
import { ignoredPaths } from './ignored-paths.ts'

const never = new AbortController().signal
const dockerfile = 'docker/Dockerfile'

it('gives what is left out, and neither the Dockerfile nor what an exception takes back', async () => {
  const paths = ['.dockerignore', 'data', 'data/a', 'data/b', 'docker', 'docker/Dockerfile', 'x.log']
  const ask = { ignore: '*\n!data/b\n', dockerfile, paths }
  expect(await ignoredPaths(ask, never)).toEqual(new Set(['data', 'data/a', 'docker', 'x.log']))
})

it('says which pattern is none', async () => {
  const told = ignoredPaths({ ignore: '[z-a]', dockerfile, paths: ['x'] }, never)
  await expect(told).rejects.toMatchObject({ code: 'build-refused' })
})

it('gives up patterns that take for ever', async () => {
  const ask = { ignore: `${'*a'.repeat(40)}b`, dockerfile, paths: ['a'.repeat(250)] }
  const told = ignoredPaths(ask, never, { time: 500, memory: 64 })
  await expect(told).rejects.toMatchObject({ code: 'build-refused' })
})
