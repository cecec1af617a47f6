import { randomUUID } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { buildFor } from '@berth/test/fixtures/build-for'
import { logIn, readEvents, type Bench } from './bench.ts'
import { percentile, type Result } from './measure.ts'

const rounds = 20
const password = 'the builder has a password'

/** From the daemon having an image to its owner's open page being told of it. */
export const run: Bench = async ({ admin, berth, docker }) => {
  await admin.call('POST', '/accounts', { name: 'builder', password })
  const builder = await logIn(berth.url, 'builder', password)
  const arrived = new Map<string, number>()
  const events = await readEvents(builder, (event) => {
    if (event.type === 'image' && !arrived.has(event.image.reference))
      arrived.set(event.image.reference, performance.now())
  })
  const times: number[] = []
  try {
    for (let round = 0; round < rounds; round++) {
      const reference = `berth.internal/builder/bench:${randomUUID()}`
      await buildFor({ docker }, berth.instance, 'builder', reference)
      const there = performance.now()
      while (!arrived.has(reference)) {
        if (performance.now() - there > 30_000) throw new Error('The image did not appear')
        await wait(2)
      }
      times.push(Math.max(0, (arrived.get(reference) ?? there) - there))
      await docker.getImage(reference).remove()
    }
    return [result(percentile(times, 1))]
  } finally {
    events.close()
  }
}

const result = (slowest: number): Result => ({
  name: `an image that the daemon has is on its owner's page, the slowest of ${rounds}`,
  bare: '–',
  berth: `${slowest.toFixed(0)} ms`,
  value: slowest / 1_000,
  unit: 's',
  bound: 1,
  direction: 'at most',
})
