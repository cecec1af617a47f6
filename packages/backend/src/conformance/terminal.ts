import { describe, expect, it } from 'vitest'
import type { TerminalStream } from '../port.ts'
import type { Bench } from './subject.ts'
import { failsWith } from './waiting.ts'

export function terminalTests(bench: () => Bench): void {
  const open = (id: string, attach = false) =>
    bench().backend.terminalContainer(id, { columns: 100, rows: 30, attach })

  describe('terminal', () => {
    it('is a shell with a size, which can change', async () => {
      const { id } = await bench().run()
      const terminal = await open(id)
      const seen = collect(terminal)
      terminal.write(Buffer.from('stty size\n'))
      await seen('30 100')
      await terminal.resize(120, 40)
      terminal.write(Buffer.from('stty size\n'))
      await seen('40 120')
      terminal.close()
    })

    it('echoes and carries Japanese, also cut within a character', async () => {
      const { id } = await bench().run()
      const terminal = await open(id)
      const seen = collect(terminal)
      const typed = Buffer.from('echo [日本語]\n')
      for (const byte of typed) terminal.write(Uint8Array.of(byte))
      await seen('\n[日本語]')
      terminal.close()
    })

    it('tells the exit code', async () => {
      const { id } = await bench().run()
      const terminal = await open(id)
      terminal.output.resume()
      terminal.write(Buffer.from('exit 5\n'))
      expect(await terminal.done).toBe(5)
    })

    it('ends with its container', async () => {
      const { id } = await bench().run()
      const terminal = await open(id)
      terminal.output.resume()
      await bench().backend.removeContainer(id)
      await terminal.done.catch(() => null)
    })

    it('attaches to the main process', async () => {
      if (!(await bench().backend.info()).capabilities.attach) return
      const { id } = await bench().run({ command: ['sh'] })
      const terminal = await open(id, true)
      const seen = collect(terminal)
      terminal.write(Buffer.from('echo from-main\n'))
      await seen('from-main')
      terminal.close()
      expect((await bench().backend.inspectContainer(id)).state).toBe('running')
    })

    it('says why there is none', async () => {
      const spec = bench().spec({ image: bench().subject.images.noShell, command: null })
      await bench().backend.createContainer(spec)
      await failsWith('no-shell', open(spec.id))
      await failsWith('not-found', open('unknown'))
      await bench().backend.stopContainer(spec.id)
      await failsWith('container-not-running', open(spec.id))
    })
  })
}

/** Gathers a terminal's output; gives a wait for a text in it. */
function collect(terminal: TerminalStream): (text: string) => Promise<void> {
  let bytes = Buffer.alloc(0)
  let check = (): void => undefined
  terminal.output.on('data', (added: Buffer) => {
    bytes = Buffer.concat([bytes, added])
    check()
  })
  return (text) =>
    new Promise((resolve) => {
      check = () => {
        if (bytes.includes(text)) resolve()
      }
      check()
    })
}
