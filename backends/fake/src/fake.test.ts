import { randomUUID } from 'node:crypto'
import { describeBackend } from '@berth/backend/conformance'
import { createFakeBackend, fakeImages } from './index.ts'

describeBackend('the fake', () => {
  const backend = createFakeBackend({ heartbeat: 50 })
  const other = createFakeBackend({ instance: 'other', heartbeat: 50 })
  const publish = (milliseconds: number) => {
    const reference = `localhost/fake/${randomUUID()}:latest`
    backend.publish(reference, milliseconds)
    return Promise.resolve(reference)
  }
  return Promise.resolve({
    backend,
    other,
    images: { ...fakeImages, absent: 'localhost/fake/absent:latest' },
    pulls: { fresh: () => publish(1), slow: () => publish(60_000) },
    makeOwn: async (account) => {
      const reference = `berth.internal/${account}/${randomUUID()}:latest`
      backend.publish(reference, 1)
      for await (const event of backend.pullImage(reference, new AbortController().signal))
        if (event.type === 'failed') throw new Error(event.problem.title)
      return reference
    },
    close: async () => {
      await backend.close()
      await other.close()
    },
  })
})
