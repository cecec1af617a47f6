import { expect, test } from 'vitest'
import { agentRoutes } from '../agent/index.ts'
import type { Route } from '../route.ts'
import { consoleRoutes } from '../console/index.ts'
import { catalogue, errorCodes, type ErrorCode } from './catalogue.ts'
import { BerthError, explain, toProblem } from './berth-error.ts'
import { problemSchema } from './problem.ts'

const row = (code: ErrorCode) => {
  const { status, ja, en } = catalogue[code]
  return `| \`${code}\` | ${status} | ${ja.title}。${ja.detail} | ${en.title}. ${en.detail} |`
}

/** `docs/errors.md` is written by this test: `vitest run -u packages/contract`. */
test('the document of errors says what the catalogue says', async () => {
  const text = [
    '# エラーの一覧 / Errors',
    '',
    'HTTP では RFC 9457 の problem document として `type` が `urn:berth:error:<code>` で返ります。',
    'Over HTTP each is a problem document (RFC 9457) whose `type` is `urn:berth:error:<code>`. `{name}` stands for a parameter.',
    '',
    '| code | status | 日本語 | English |',
    '|---|---|---|---|',
    ...errorCodes.map(row),
    '',
  ].join('\n')
  await expect(text).toMatchFileSnapshot('../../../../docs/errors.md')
})

test('both languages use the same parameters, and no text is empty', () => {
  const parameters = (code: ErrorCode, language: 'ja' | 'en') =>
    [...`${catalogue[code][language].title} ${catalogue[code][language].detail}`.matchAll(/\{(\w+)\}/g)]
      .map((match) => match[1])
      .sort()
  for (const code of errorCodes) {
    expect(parameters(code, 'ja'), code).toEqual(parameters(code, 'en'))
    for (const language of ['ja', 'en'] as const) {
      expect(catalogue[code][language].title.trim(), code).not.toBe('')
      expect(catalogue[code][language].detail.trim(), code).not.toBe('')
    }
  }
})

test('a problem document fills in the parameters and explains each field', () => {
  const error = new BerthError(
    'invalid-input',
    {},
    { fields: [{ path: 'guestPorts', code: 'port-invalid', params: { port: '80/udp' } }] },
  )
  const problem = problemSchema.parse(toProblem(error, 'en'))
  expect(problem.errors?.[0]?.detail).toContain('80/udp')
  expect(explain('name-taken', { name: 'web' }, 'ja').title).toContain('「web」')
})

test('every route has its own name and its own method and path', () => {
  const apis: Route[][] = [Object.values(consoleRoutes), Object.values(agentRoutes)]
  for (const all of apis) {
    expect(new Set(all.map((route) => route.name)).size).toBe(all.length)
    expect(new Set(all.map((route) => `${route.method} ${route.path}`)).size).toBe(all.length)
  }
})
