import { BerthError } from '@berth/contract'
import { expect, it } from 'vitest'
import { judgePipeline } from './judge-pipeline.ts'

it('takes several images, each with its folder and the same arguments', () => {
  const wish = { images: 'web api="services/the api"', tag: 'git', buildArguments: 'A="b c"' } as const
  expect(judgePipeline(wish, 'alice')).toEqual({
    tag: 'git',
    runnerTags: [],
    images: [
      { name: 'web', context: '.', buildArguments: { A: 'b c' } },
      { name: 'api', context: 'services/the api', buildArguments: { A: 'b c' } },
    ],
  })
})

it.each(['', 'A', 'app:1', 'a/b', 'x=../y', 'x=-f', 'x=/etc', 'a a', '"', 'x='])('refuses %j', (images) => {
  expect(() => judgePipeline({ images, tag: 'latest' }, 'alice')).toThrow(BerthError)
})
