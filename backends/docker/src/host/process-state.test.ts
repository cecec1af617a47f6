import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { expect, test } from 'vitest'
import { processState } from './process-state.ts'

/** Each shell is replaced by the next (execve), 50 times, and in the end by `sleep`. */
const replacing = 'if [ "$0" -gt 0 ]; then exec sh -c "$1" "$(($0 - 1))" "$1"; fi; exec sleep 60'

test('a program that is being replaced by another runs all the while', async () => {
  const child = spawn('sh', ['-c', replacing, '50', replacing])
  await once(child, 'spawn')
  const pid = child.pid ?? 0
  const states = new Set(Array.from({ length: 20_000 }, () => processState(pid)))
  child.kill('SIGKILL')
  await once(child, 'exit')
  expect([...states]).toEqual(['running'])
  expect(processState(pid)).toBe('gone')
})
