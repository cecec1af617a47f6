import { spawnSync } from 'node:child_process'
import { Readable } from 'node:stream'
import { expect, test } from 'vitest'
import type { Command } from 'commander'
import { requestBody } from './containers/create-container.ts'
import { progressText } from './containers/progress-text.ts'
import { quote } from './containers/terminal-container.ts'
import { bashScript, fishScript, zshScript } from './completion/scripts.ts'
import { parsePlace } from './files/place.ts'
import { multipart } from './files/multipart.ts'
import { programOf } from './launch/launch.ts'
import { messagesIn } from './messages/index.ts'
import { createProgram } from './program.ts'

const leaves = (command: Command): Command[] =>
  command.commands.length === 0 ? [command] : command.commands.flatMap(leaves)

test('every command is described in both languages and takes --json', () => {
  for (const language of ['en', 'ja'] as const) {
    for (const command of leaves(createProgram(language))) {
      expect([command.name(), command.description()]).not.toEqual([command.name(), ''])
      expect(command.options.map(({ long }) => long)).toContain('--json')
    }
  }
})

test('run asks for what was given and nothing else', () => {
  expect(requestBody('welcome', [], { name: 'web' })).toEqual({ name: 'web', image: 'welcome' })
  expect(
    requestBody('welcome', ['sh', '-c', 'a b'], {
      name: 'web',
      env: ['A=x y'],
      port: ['80'],
      memory: 1,
      cpus: 0.5,
    }),
  ).toEqual({
    name: 'web',
    image: 'welcome',
    command: ['sh', '-c', 'a b'],
    environments: ['A=x y'],
    guestPorts: ['80'],
    limits: { memory: 1, cpus: 0.5 },
  })
})

test.each([
  ['web:/root/a', { name: 'web', path: '/root/a' }],
  ['taro/web:/a:b', { name: 'taro/web', path: '/a:b' }],
  ['./web:/a', undefined],
  ['C:\\a', undefined],
  ['web:relative', undefined],
  ['web', undefined],
])('the place %s', (text, place) => {
  expect(parsePlace(text)).toEqual(place)
})

test('a command for the terminal survives its shell', () => {
  const words = ['printf', '%s|', "it's", '$HOME `id` "x"', '']
  const { stdout } = spawnSync('sh', ['-c', words.map(quote).join(' ')])
  expect(stdout.toString()).toBe('it\'s|$HOME `id` "x"||')
})

test('servers are started apart, except for their help', () => {
  expect(programOf(['serve', '--x'])).toEqual({ path: 'apps/console/src/serve/main.ts', rest: ['--x'] })
  expect(programOf(['agent', 'docker'])).toEqual({ path: 'backends/docker/src/main.ts', rest: [] })
  expect(programOf(['serve', '--help'])).toBeUndefined()
  expect(programOf(['agent'])).toBeUndefined()
  expect(programOf(['ps', 'serve'])).toBeUndefined()
})

test('place in the queue and layers are told', () => {
  const container = { state: 'pulling', progress: { stage: 'queued', place: 3 } } as const
  const tell = (value: object) =>
    progressText({ ...container, ...value } as Parameters<typeof progressText>[0], messagesIn('en'), 'en')
  expect(tell({})).toBe('waiting in the queue: place 3')
  const layers = [
    { id: 'a', status: 'done', current: 1024, total: 1024 },
    { id: 'b', status: 'downloading', current: 512, total: 1024 },
  ]
  expect(tell({ progress: { stage: 'pulling', layers } })).toBe(
    'fetching the image: 1/2 layers, 1.5 KiB of 2 KiB',
  )
  expect(tell({ state: 'running', progress: undefined })).toBe('running')
})

test('an upload cannot write headers of its own by a file’s name', async () => {
  const files = Readable.from([{ local: '/dev/null', path: 'a"\r\nx: y', size: 0 }])
  const parts: Uint8Array[] = []
  for await (const part of multipart(files, 'b')) parts.push(part)
  const body = Buffer.concat(parts).toString()
  expect(body).toContain('; name="file"; filename="a%22%0D%0Ax: y"\r\n')
  expect(body).toMatch(/^--b\r\ncontent-disposition: form-data; name="size"\r\n\r\n0\r\n--b\r\n/)
  expect(body.endsWith('\r\n--b--\r\n')).toBe(true)
})

test('the completion of bash is a script that completes, also a name with a colon', () => {
  const commands = [
    { name: 'ps', description: 'it’s a list', words: ['--all'], takes: undefined },
    { name: 'pull', description: '', words: ['--gzip'], takes: 'image' },
  ] as const
  const complete = (line: string, words: string, breaks: string): string => {
    const asked = `COMP_WORDBREAKS='${breaks}' COMP_LINE='${line}' COMP_POINT=${String(line.length)} COMP_CWORD=2`
    const berth = 'berth() { echo tool:1; echo tool:2; echo other:1; }'
    const script = `${berth}\n${bashScript(commands)}\nCOMP_WORDS=(${words}); ${asked}; _berth; echo "\${COMPREPLY[@]}"`
    const { stdout, stderr } = spawnSync('bash', ['-c', script])
    expect(stderr.toString()).toBe('')
    return stdout.toString().trim()
  }
  expect(complete('berth ps --', 'berth ps --', ' :')).toBe('--all')
  expect(complete('berth pull to', 'berth pull to', ' :')).toBe('tool:1 tool:2')
  expect(complete('berth pull tool:', 'berth pull tool :', ' :')).toBe('1 2')
  expect(complete('berth pull tool:', 'berth pull tool:', ' ')).toBe('tool:1 tool:2')
  expect(zshScript(commands)).toContain('bashcompinit')
  expect(fishScript(commands)).toContain("__fish_seen_subcommand_from pull' -a '(berth images --quiet")
})
