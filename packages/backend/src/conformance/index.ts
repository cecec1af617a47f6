import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe } from 'vitest'
import type { Backend } from '../port.ts'
import { createLogger } from '../server/logger.ts'
import { startAgent, type RunningAgent } from '../server/start-agent.ts'
import { credentialTests } from './credentials.ts'
import { buildTests } from './builds.ts'
import { eventTests } from './events.ts'
import { execTests } from './exec.ts'
import { fileTests } from './files.ts'
import { imageTests } from './images.ts'
import { lifecycleTests } from './lifecycle.ts'
import { logTests } from './logs.ts'
import { remoteBackend } from './remote-backend.ts'
import { createBench, type Bench, type Subject } from './subject.ts'
import { terminalTests } from './terminal.ts'

export type { Subject } from './subject.ts'
export { remoteBackend } from './remote-backend.ts'
export { dial } from './remote-terminal.ts'

const groups = [
  lifecycleTests,
  execTests,
  terminalTests,
  logTests,
  fileTests,
  imageTests,
  buildTests,
  eventTests,
  credentialTests,
]
const token = 'a-token-of-the-conformance-suite'

type Way = 'called directly' | 'over HTTP'

/**
 * Holds a kind of backend to the port: the same tests call it directly and through the agent's HTTP server.
 * What it says that it cannot do must be refused with `capability-missing`. `only` one of the two where both would take
 * too long: over HTTP is through both.
 */
export function describeBackend(
  name: string,
  makeSubject: () => Promise<Subject>,
  { only }: { only?: Way } = {},
): void {
  describe(`${name} as a backend`, { timeout: 60_000 }, () => {
    let subject: Subject
    let folder: string
    let agent: RunningAgent
    beforeAll(async () => {
      subject = await makeSubject()
      folder = await mkdtemp(join(tmpdir(), 'berth-conformance-'))
      const listen = { socketPath: join(folder, 'agent.sock') }
      agent = await startAgent({ backend: subject.backend, listen, token, log: createLogger('silent') })
    }, 180_000)
    afterAll(async () => {
      await agent.close()
      await subject.close()
      await rm(folder, { recursive: true })
    }, 180_000)

    const ways: Record<Way, () => Backend> = {
      'called directly': () => subject.backend,
      'over HTTP': () => remoteBackend(agent.address, token),
    }
    const taken = Object.entries(ways).filter(([way]) => only === undefined || way === only)
    describe.each(taken)('%s', (_way, backend) => {
      let bench: Bench
      beforeAll(() => {
        bench = createBench(subject, backend())
      })
      afterEach(() => bench.clear(), 60_000)
      afterAll(() => bench.end(), 60_000)
      for (const group of groups) group(() => bench)
    })
  })
}
