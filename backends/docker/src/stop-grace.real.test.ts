import { afterAll, beforeAll, expect, test } from 'vitest'
import { stopGraceSeconds } from '@berth/contract'
import { useDocker, type TestDocker } from '../../../test/src/fixtures/docker.ts'
import { until } from '../../../test/src/fixtures/child.ts'
import { stopGrace } from './stop-grace.ts'

let daemon: TestDocker

beforeAll(async () => {
  daemon = await useDocker()
})
afterAll(() => daemon.stop())

/** The grace of a container once its command says `ready`. */
async function graceOf(script: string, options: { StopSignal?: string; Init?: boolean } = {}, local = true) {
  const { StopSignal, Init = false } = options
  const container = await daemon.docker.createContainer({
    Image: daemon.images.busybox,
    Cmd: ['sh', '-c', script],
    HostConfig: { Init },
    ...(StopSignal === undefined ? {} : { StopSignal }),
  })
  try {
    await container.start()
    const said = async () => (await container.logs({ stdout: true })).toString()
    await until(
      () => `${script} says that it is ready`,
      async () => (await said()).includes('ready'),
    )
    return await stopGrace(container, local)
  } finally {
    await container.remove({ force: true })
  }
}
const waits = 'echo ready; while :; do sleep 1 & wait $!; done'

test('what does nothing at the signal is not waited for', async () => {
  expect(await graceOf(waits)).toBe(0)
  expect(await graceOf('echo ready; exec sleep 1000')).toBe(0)
  expect(await graceOf(`trap 'exit 7' TERM; ${waits}`, { StopSignal: 'SIGUSR1' })).toBe(0)
})

test('what ends by itself has its time', async () => {
  expect(await graceOf(`trap 'exit 7' TERM; ${waits}`)).toBe(stopGraceSeconds)
  expect(await graceOf(`trap 'exit 7' USR1; ${waits}`, { StopSignal: 'USR1' })).toBe(stopGraceSeconds)
  expect(await graceOf(waits, { Init: true })).toBe(stopGraceSeconds)
})

test('what cannot be looked at has its time', async () => {
  expect(await graceOf(waits, {}, false)).toBe(stopGraceSeconds)
})
