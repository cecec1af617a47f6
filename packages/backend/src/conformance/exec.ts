import { describe, expect, it } from 'vitest'
import type { Bench } from './subject.ts'
import { failsWith } from './waiting.ts'

const never = new AbortController().signal

export function execTests(bench: () => Bench): void {
  const exec = (id: string, command: string[], stdin?: string, signal = never) =>
    bench().backend.execContainer(id, command, stdin, signal)

  describe('exec', () => {
    it('gives exit code, output and errors apart', async () => {
      const { id } = await bench().run()
      const result = await exec(id, ['sh', '-c', 'echo 出力; echo trouble >&2; exit 3'])
      expect(result).toEqual({ exitCode: 3, stdout: '出力\n', stderr: 'trouble\n' })
    })

    it('gives stdin and its end', async () => {
      const { id } = await bench().run()
      const stdin = '日本語\n'.repeat(20_000)
      const result = await exec(id, ['cat'], stdin)
      expect(result.exitCode).toBe(0)
      expect(result.stdout === stdin).toBe(true)
    })

    it('passes arguments as they are, without a shell', async () => {
      const { id } = await bench().run()
      const text = 'a b; echo $HOME "c"'
      expect((await exec(id, ['echo', text])).stdout).toBe(`${text}\n`)
    })

    it('has the environment', async () => {
      const { id } = await bench().run({ environments: ['GREETING=good day', 'EMPTY='] })
      expect((await exec(id, ['sh', '-c', 'echo "$GREETING|$EMPTY|"'])).stdout).toBe('good day||\n')
    })

    it('replaces damaged bytes', async () => {
      const { id } = await bench().run()
      expect((await exec(id, ['printf', 'a\\377b'])).stdout).toBe('a\uFFFDb')
    })

    it('gives large output whole, and refuses what is too large', async () => {
      const { id } = await bench().run()
      const large = await exec(id, ['head', '-c', '4000000', '/dev/zero'])
      expect(large.stdout.length).toBe(4_000_000)
      await failsWith('output-too-large', exec(id, ['head', '-c', '20000000', '/dev/zero']))
    })

    it('says what cannot be run', async () => {
      const { id } = await bench().run()
      await failsWith('command-not-found', exec(id, ['/no/such/command']))
      await bench().backend.stopContainer(id)
      await failsWith('container-not-running', exec(id, ['echo']))
    })

    it('gives up when told', async () => {
      const { id } = await bench().run()
      const giveUp = new AbortController()
      const running = exec(id, ['sleep', '1000'], undefined, giveUp.signal)
      giveUp.abort()
      await expect(running).rejects.toThrow()
    })
  })
}
