import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createSifBench, type SifBench, type SifPair } from './sif-pair.ts'
import { buildImage } from './test-images.ts'

let bench: SifBench
const tag = String(process.pid)

beforeAll(async () => {
  bench = await createSifBench(`sif-behaviour-${tag}`)
})
afterAll(() => bench.remove())

const tell = `RUN mkdir -p /opt/bin /srv/work && printf '#!/bin/sh\\necho "$0[$#]"; for one in "$@"; do echo "<$one>"; done\\n' > /opt/bin/tell && chmod 755 /opt/bin/tell
ENV PATH=/opt/bin:/bin`
const images: Record<string, string> = {
  'entrypoint and command': `${tell}\nENTRYPOINT ["tell", "a b", "$HOME"]\nCMD ["default", "it's", "\\"quoted\\""]`,
  'entrypoint alone': `${tell}\nENTRYPOINT ["tell", "only"]\nCMD []`,
  'command alone': `${tell}\nENTRYPOINT []\nCMD ["tell", "the command", "*", "\\\\"]`,
  'a shell’s command': `${tell}\nENTRYPOINT []\nCMD echo "from a shell" && pwd | wc -l`,
  'environment, labels and working folder': `${tell}
ENV PLAIN=plain SPACES="with spaces" COLONS=/a:/b LD_LIBRARY_PATH=/opt/lib EMPTY=
LABEL org.example.plain=yes "org.example.spaces"="two  words" lines="one\\ntwo"
WORKDIR /srv/work
USER 1234
EXPOSE 80
VOLUME /data
CMD ["tell"]`,
}

/** How each is used; `{}` stands for the file. */
const uses: readonly { readonly args: readonly string[]; readonly environment?: Record<string, string> }[] = [
  { args: ['run', '--unsquash', '{}'] },
  { args: ['run', '--unsquash', '{}', 'x y', '$PATH', '-n'] },
  { args: ['run', '--unsquash', '--no-eval', '{}', 'x y', '$PATH'] },
  { args: ['run', '--unsquash', '{}'], environment: { SINGULARITYENV_SINGULARITY_NO_EVAL: '1' } },
  { args: ['exec', '--unsquash', '{}', 'tell', 'x y', '$PATH'] },
  { args: ['exec', '--unsquash', '{}', 'sh', '-c', 'env | sort; pwd; id -u; umask'] },
  { args: ['exec', '--unsquash', '--cleanenv', '{}', 'sh', '-c', 'env | sort'] },
  {
    args: ['exec', '--unsquash', '{}', 'sh', '-c', 'env | sort'],
    environment: {
      PLAIN: 'from outside',
      APPTAINERENV_PREPEND_PATH: '/first',
      APPTAINERENV_APPEND_PATH: '/last',
    },
  },
  { args: ['exec', '--unsquash', '--env', 'PATH=/bin,SPACES=given', '{}', 'sh', '-c', 'env | sort'] },
  { args: ['exec', '--unsquash', '{}', 'sh', '-c', 'exit 7'] },
  { args: ['shell', '--unsquash', '{}', '-c', 'echo $SHELL'] },
  { args: ['inspect', '--environment', '{}'] },
  { args: ['inspect', '--startscript', '{}'] },
  { args: ['inspect', '--deffile', '{}'] },
  { args: ['inspect', '--labels', '{}'] },
  { args: ['inspect', '--test', '{}'] },
  { args: ['inspect', '--helpfile', '{}'] },
]

describe.each(Object.entries(images))('an image with %s', (name, instructions) => {
  let pair: SifPair
  beforeAll(async () => {
    const image = `berth-test/sif-${name.replaceAll(/[^a-z]+/g, '-')}:${tag}`
    pair = await bench.pair(await buildImage(bench.docker, image, instructions))
  })

  it.each(uses)('behaves as Apptainer’s own conversion: $args', async ({ args, environment }) => {
    const use = async (file: string) => {
      const { code, stdout } = await bench.apptainer.run(
        args.map((word) => (word === '{}' ? file : word)),
        environment,
      )
      return { code, stdout: comparable(stdout, file) }
    }
    const ours = await use(pair.ours)
    expect(ours).toEqual(await use(pair.reference))
  })

  it('shows apptainer inspect the script that runs', async () => {
    const shown = await bench.apptainer.run(['inspect', '--runscript', pair.ours])
    const script = ['cat', '/.singularity.d/runscript']
    const run = await bench.apptainer.run(['exec', '--unsquash', pair.ours, ...script])
    expect(shown.stdout.trim()).toBe(run.stdout.trim())
    expect(shown.stdout).toContain('OCI_ENTRYPOINT')
  })

  it('is told the same by apptainer inspect', async () => {
    const told = async (file: string) => {
      const { stdout } = await bench.apptainer.run(['inspect', '--json', '--labels', file])
      const { labels } = (JSON.parse(stdout) as Inspected).data.attributes
      return Object.fromEntries(Object.entries(labels).filter(([label]) => !ofTheBuild.test(label)))
    }
    expect(await told(pair.ours)).toEqual(await told(pair.reference))
    const config = async (file: string) => {
      const { stdout } = await bench.apptainer.run(['sif', 'dump', '3', file])
      return Object.fromEntries(
        Object.entries(JSON.parse(stdout) as Record<string, unknown>).filter(([key]) => key !== 'Image'),
      )
    }
    expect(await config(pair.ours)).toEqual(await config(pair.reference))
  })
})

interface Inspected {
  readonly data: { readonly attributes: { readonly labels: Readonly<Record<string, string>> } }
}

/** When, from where and by what a file was made. */
const ofTheBuild = /^org\.label-schema\.(build-date|usage\.)/

/** Without the file's own name, without what it was made from, without Apptainer's temporary folders, and without what every script says of its licence. */
const comparable = (output: string, file: string): string =>
  output
    .replaceAll(file, '{}')
    .replaceAll(file.split('/').at(-1) ?? '', '{}')
    .replaceAll(/\/tmp\/rootfs-\d+\/root/g, '{root}')
    .split('\n')
    .filter((line) => line !== '' && !/^#( |$)/.test(line) && !ofTheBuild.test(line))
    .map((line) => line.replace(/^(bootstrap|from): .*/, '$1'))
    .join('\n')

describe('an image without a shell', () => {
  it.each(['zstd', 'gzip'] as const)(
    'runs as far as Apptainer’s own conversion does, from %s',
    async (compression) => {
      const pair = await bench.pair('berth-test/bare:1', compression)
      const use = async (file: string) => [
        await bench.apptainer.run(['exec', '--unsquash', file, '/sleep', '0']),
        await bench.apptainer.run(['run', '--unsquash', file, '/sleep', '0']),
      ]
      const codes = async (file: string) => (await use(file)).map(({ code }) => code)
      expect(await codes(pair.ours)).toEqual(await codes(pair.reference))
      expect(await codes(pair.ours)).toEqual([0, 0])
      const { stdout } = await bench.apptainer.run(['sif', 'list', pair.ours])
      const offset = Number(/\|(\d+)-\d+\s*\|FS/.exec(stdout)?.[1])
      // A squashfs says so in its head: 1 gzip, 6 zstd.
      expect((await readFile(pair.ours)).readUInt16LE(offset + 20)).toBe(compression === 'gzip' ? 1 : 6)
    },
  )
})

describe('values at which Apptainer’s own conversion breaks', () => {
  it('come out as the image has them', async () => {
    const value = '"double" \'single\' `back` $HOME \\ \\n end'
    const image = await buildImage(
      bench.docker,
      `berth-test/sif-quotes:${tag}`,
      `ENV ODD=${JSON.stringify(value).replaceAll('$', '\\$')} NAME.DOT=1 AFTER=after`,
    )
    const { ours } = await bench.pair(image)
    const said = await bench.apptainer.run([
      'exec',
      '--unsquash',
      ours,
      'sh',
      '-c',
      'echo "$ODD"; echo "$AFTER"',
    ])
    const { Config } = await bench.docker.getImage(image).inspect()
    const kept = Config.Env.find((one) => one.startsWith('ODD='))?.slice(4)
    expect(said.stdout).toBe(`${kept}\nafter\n`)
  })
})
