import { BerthError } from '@berth/contract'
import { expect, it } from 'vitest'
import { judgeBuild } from './build-image.ts'

const fields = (wish: Parameters<typeof judgeBuild>[0]): unknown => {
  try {
    return judgeBuild(wish, 'taro')
  } catch (error) {
    return error instanceof BerthError ? error.fields.map(({ path, code }) => `${path} ${code}`) : error
  }
}

it('gives the image its full reference and leaves nothing to be guessed', () => {
  expect(judgeBuild({ name: 'report' }, 'taro')).toEqual({
    tag: 'berth.internal/taro/report:latest',
    dockerfile: 'Dockerfile',
    buildArguments: {},
    noCache: false,
    pull: false,
  })
  const wish = {
    name: 'berth.internal/taro/report:v2',
    buildArguments: '{"A":"b c"}',
    target: 'last',
    pull: true,
  }
  expect(judgeBuild(wish, 'taro')).toMatchObject({
    tag: 'berth.internal/taro/report:v2',
    buildArguments: { A: 'b c' },
    target: 'last',
    pull: true,
  })
})

it.each([
  '',
  'A',
  'a/b',
  'berth.internal/hanako/a',
  'a:b:c',
  'a:',
  'a@sha256:0',
  'あ',
  'a b',
  '-a',
  'a'.repeat(129),
])('refuses the name %o', (name) => {
  expect(fields({ name })).toEqual(['name image-name-invalid'])
})

it.each(['[]', '1', '{"A":1}', '{"a-b":"c"}', '{"A":"\\u0000"}', '{'])(
  'refuses the arguments %s',
  (buildArguments) => {
    expect(fields({ name: 'a', buildArguments })).toEqual(['buildArguments build-arguments-invalid'])
  },
)
