import fc from 'fast-check'
import { BerthError, type CreateContainerBody } from '@berth/contract'
import { describe, expect, test } from 'vitest'
import { judgeCreateContainer } from './create-container.ts'
import { judgeCommand } from './command.ts'
import { environmentBytes, judgeEnvironments } from './environments.ts'
import { judgeGuestPorts } from './guest-ports.ts'
import { splitWords } from './split-words.ts'

const judge = (body: Partial<CreateContainerBody>) =>
  judgeCreateContainer({ name: 'web', image: 'python', ...body }, 'alice', [])

const faults = (body: Partial<CreateContainerBody>) => {
  try {
    judge(body)
    return []
  } catch (error) {
    if (!(error instanceof BerthError)) throw error
    return error.fields.map(({ path, code }) => `${path} ${code}`)
  }
}

test('what a person types becomes a request with nothing left open', () => {
  expect(
    judge({
      environments: 'A=1 B="two words" C=$HOME',
      guestPorts: '8080 ３０００',
      command: `sh -c 'a b'`,
      backend: '',
    }),
  ).toEqual({
    name: 'web',
    image: 'docker.io/library/python:latest',
    imageBackends: null,
    environments: ['A=1', 'B=two words', 'C=$HOME'],
    guestPorts: [8080, 3000],
    command: ['sh', '-c', 'a b'],
    backend: undefined,
    limits: { memory: 1_073_741_824, cpus: 1, pids: 512, gpus: 0 },
  })
})

describe('each bad field is told by itself', () => {
  test.each<[string, Partial<CreateContainerBody>]>([
    ...['', 'a'.repeat(41), 'Web', 'a/b', '..', 'a\n', '🚢', '-a', 'a-', 'a b', 'a_b', 'ａ'].map(
      (name): [string, Partial<CreateContainerBody>] => ['name name-invalid', { name }],
    ),
    ['image image-reference-invalid', { image: 'Python' }],
    ['image image-access-denied', { image: 'berth.internal/bob/x' }],
    ...['A', '=1', '1A=1', 'A-B=1', 'A="open', 'A=1 A=2', 'A=\0'].map(
      (environments): [string, Partial<CreateContainerBody>] => [
        'environments environment-invalid',
        { environments },
      ],
    ),
    ['environments environment-invalid', { environments: ['A=\ud800'] }],
    ['environments environment-too-large', { environments: [`A=${'x'.repeat(100_000)}`] }],
    ['environments environment-too-large', { environments: Array.from({ length: 101 }, (_, i) => `A${i}=`) }],
    ...['0', '65536', '80/udp', 'a', '80 80', '-1', '1.5', '080', '1e3'].map(
      (guestPorts): [string, Partial<CreateContainerBody>] => ['guestPorts port-invalid', { guestPorts }],
    ),
    ['guestPorts port-invalid', { guestPorts: [80, '80'] }],
    ['guestPorts port-invalid', { guestPorts: 80.5 }],
    ['guestPorts ports-too-many', { guestPorts: Array.from({ length: 1_000 }, (_, i) => i + 1) }],
    ['command command-invalid', { command: `sh -c 'open` }],
    ['command command-invalid', { command: ['sh', '\0'] }],
    ['command command-invalid', { command: ['', 'a'] }],
    ['command command-invalid', { command: 'x'.repeat(40_000) }],
    ['limits.memory limit-invalid', { limits: { memory: 1 } }],
    ['limits.cpus limit-invalid', { limits: { cpus: 1_000 } }],
    ['limits.cpus limit-invalid', { limits: { cpus: Number.NaN } }],
    ['limits.gpus limit-invalid', { limits: { gpus: 1 } }],
  ])('%s: %j', (expected, body) => expect(faults(body)).toEqual([expected]))

  test('all at once', () => {
    const body = {
      name: '',
      image: '',
      environments: 'A',
      guestPorts: 'a',
      command: '"',
      limits: { pids: 0 },
    }
    expect(faults(body)).toHaveLength(6)
  })
})

test('a line break separates typed variables and stays inside a value', () => {
  expect(judgeEnvironments('A=1\nB=2')).toMatchObject({ value: ['A=1', 'B=2'] })
  expect(judgeEnvironments(['KEY=line 1\nline 2'])).toMatchObject({ ok: true })
})

test('words quoted as a shell quotes them come back as they were', () => {
  const quote = (word: string) => `'${word.replaceAll("'", `'\\''`)}'`
  fc.assert(
    fc.property(fc.array(fc.string()), (words) => {
      expect(splitWords(words.map(quote).join(' '))).toEqual(words)
    }),
  )
})

test('what is accepted is within its bounds, whatever was typed', () => {
  const typed = fc.oneof(fc.string(), fc.array(fc.oneof(fc.string(), fc.constant('A=1'))))
  fc.assert(
    fc.property(typed, (input) => {
      const environments = judgeEnvironments(input)
      if (environments.ok) {
        expect(Buffer.byteLength(environments.value.join('\0'))).toBeLessThanOrEqual(environmentBytes)
        for (const entry of environments.value) expect(entry).toMatch(/^[A-Za-z_]\w*=[^\0]*$/)
      }
      const ports = judgeGuestPorts(input)
      if (ports.ok) {
        expect(new Set(ports.value).size).toBe(ports.value.length)
        for (const port of ports.value) expect(port > 0 && port < 65_536 && Number.isInteger(port)).toBe(true)
      }
      const command = judgeCommand(input)
      if (command.ok) expect(command.value?.[0]).not.toBe('')
    }),
  )
})
