import { execFileSync } from 'node:child_process'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { gitlabCi } from './gitlab-ci.ts'
import { judgePipeline } from './judge-pipeline.ts'

/** The lines of each job's script, one job after the other. */
const script = (text: string): string[] => {
  const pipeline = parse(text, { version: '1.1' }) as Record<string, { script?: string[] }>
  return Object.values(pipeline).flatMap((job) => job.script ?? [])
}

test('one image, always latest', () => {
  const text = gitlabCi({ images: [{ name: 'hello' }], tag: 'latest' })
  expect(script(text)).toEqual(['docker build -t hello:latest .'])
  expect(text).toContain('DOCKER_BUILDKIT: "0"')
})

test('several images, a job each, tagged by the Git reference', () => {
  const text = gitlabCi({
    images: [
      { name: 'a', context: 'a' },
      { name: 'b', context: 'b' },
    ],
    tag: 'git',
  })
  expect(text).toContain('\nbuild-a:')
  expect(text).toContain('\nbuild-b:')
  expect(script(text)[0]).toBe('docker build -t "a:$CI_COMMIT_REF_SLUG" a')
  expect(script(text)[1]).toContain('docker tag "a:$CI_COMMIT_REF_SLUG" a:latest')
})

test('only runners of the tags take the jobs, where there are any', () => {
  const wish = { images: 'a b=b', tag: 'latest' as const }
  const jobs = (runnerTags?: string) =>
    parse(gitlabCi(judgePipeline({ ...wish, runnerTags }, 'alice')), { version: '1.1' }) as Record<
      string,
      unknown
    >
  expect(jobs('berth "my runner"')).toMatchObject({
    'build-a': { tags: ['berth', 'my runner'] },
    'build-b': { tags: ['berth', 'my runner'] },
  })
  expect(jobs()['build-a']).not.toHaveProperty('tags')
  expect(() => jobs('"a\nb"')).toThrow(expect.objectContaining({ code: 'invalid-input' }))
})

test('a build argument reaches docker as it was written, whatever it holds', () => {
  const value = fc.string({ maxLength: 40 }).filter((text) => !text.includes('\0'))
  fc.assert(
    fc.property(value, (text) => {
      const yaml = gitlabCi({ images: [{ name: 'x', buildArguments: { A: text } }], tag: 'latest' })
      const line = script(yaml)[0] ?? ''
      const seen = execFileSync('sh', ['-c', `docker() { printf '%s\\0' "$@"; }\n${line}`], {
        encoding: 'utf8',
      })
      expect(seen.split('\0')[4]).toBe(`A=${text}`)
    }),
    { numRuns: 50 },
  )
})
