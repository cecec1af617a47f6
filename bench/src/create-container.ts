import type { Container } from '@berth/contract'
import type Docker from 'dockerode'
import { follow, logIn, type Bench, type Caller, type Setting } from './bench.ts'
import { median, timed, type Result } from './measure.ts'

const accounts = 50
const password = 'a lecture starts now'

/**
 * From POST to running, image present, against the same creations and starts sent straight to the Engine API.
 */
export const run: Bench = async (setting) => {
  const people = await enrol(setting)
  const bare = await bareCreation(setting.docker, people[0] as Person)
  return [
    await oneAfterAnother(people, bare),
    ...(await atOnce(people, bare, 50, 1.1)),
    ...(await atOnce(people, bare, 350, 1.15)),
  ]
}

interface Person {
  readonly who: Caller
  readonly when: Awaited<ReturnType<typeof follow>>['when']
}

/** Accounts with one container made and removed each: their networks are there, as after a first lecture. */
async function enrol({ admin, berth }: Setting): Promise<Person[]> {
  const people: Person[] = []
  for (let i = 0; i < accounts; i++) {
    await admin.call('POST', '/accounts', { name: `student${i}`, password })
    const who = await logIn(berth.url, `student${i}`, password)
    const events = await follow(who)
    people.push({ who, when: (id, is) => events.when(id, is) })
  }
  for (const person of people) await lend(person, 'warm').then((container) => giveBack(person, container))
  return people
}

async function lend({ who, when }: Person, name: string): Promise<Container> {
  const container = await who.call<Container>('POST', '/containers', { name, image: 'welcome' })
  return when(container.id, ({ state }) => state === 'running')
}

async function giveBack({ who }: Person, { id }: Container): Promise<void> {
  await who.call('DELETE', `/containers/${id}`)
  const gone = async () =>
    (await fetch(`${who.url}/api/v1/containers/${id}`, { headers: who.headers })).status === 404
  while (!(await gone())) await new Promise((resolve) => setTimeout(resolve, 50))
}

type Bare = (person: number, name: string) => Promise<Docker.Container>

/** The same for the daemon as Berth's: what it asks for is read from a container that Berth made. */
async function bareCreation(docker: Docker, lender: Person): Promise<Bare> {
  const sample = await lend(lender, 'sample')
  const [row] = await docker.listContainers({ filters: { label: [`berth.container=${sample.id}`] } })
  const { Config, HostConfig } = await docker.getContainer(row?.Id ?? '').inspect()
  await giveBack(lender, sample)
  const { Image, Cmd, Env, OpenStdin, Tty } = Config
  const labels = { 'berth.bench': '1' }
  const networks = (await docker.listNetworks({ filters: { label: ['berth.account'] } })).map(
    ({ Name }) => Name,
  )
  return async (person, name) => {
    const network = networks[person % networks.length] ?? 'bridge'
    const container = await docker.createContainer({
      ...{ name, Image, Cmd, Env, OpenStdin, Tty, Labels: labels, Hostname: 'many' },
      HostConfig: { ...HostConfig, NetworkMode: network },
      NetworkingConfig: { EndpointsConfig: { [network]: { Aliases: ['many'] } } },
    })
    await container.start()
    return container
  }
}

async function oneAfterAnother(people: Person[], bare: Bare): Promise<Result> {
  const times: { bare: number[]; berth: number[] } = { bare: [], berth: [] }
  for (let i = 0; i < 15; i++) {
    const person = people[i]
    if (person === undefined) break
    let made: Docker.Container | undefined
    times.bare.push(await timed(async () => (made = await bare(i, `bench-one-${i}`))))
    await made?.remove({ force: true, v: true })
    let lent: Container | undefined
    times.berth.push(await timed(async () => (lent = await lend(person, 'one'))))
    if (lent) await giveBack(person, lent)
  }
  return ratio('from POST to running', median(times.bare), median(times.berth), 1.1)
}

async function atOnce(people: Person[], bare: Bare, count: number, bound: number): Promise<Result[]> {
  const each = Array.from({ length: count }, (_, i) => i)
  let made: Docker.Container[] = []
  const bareTime = await timed(
    async () => (made = await Promise.all(each.map((i) => bare(i, `bench-${count}-${i}`)))),
  )
  await inTens(made, (container) => container.remove({ force: true, v: true }))

  const answers: number[] = []
  let lent: { person: Person; container: Container }[] = []
  const berthTime = await timed(async () => {
    lent = await Promise.all(
      each.map(async (i) => {
        const person = people[i % people.length] as Person
        const start = performance.now()
        const { id } = await person.who.call<Container>('POST', '/containers', {
          name: `many-${Math.floor(i / people.length)}`,
          image: 'welcome',
        })
        answers.push(performance.now() - start)
        return { person, container: await person.when(id, ({ state }) => state === 'running') }
      }),
    )
  })
  await inTens(lent, ({ person, container }) => giveBack(person, container))
  const slowest = Math.max(...answers)
  const answer: Result = {
    name: `${count} at once, slowest answer to a POST`,
    bare: '–',
    berth: `${slowest.toFixed(0)} ms`,
    value: slowest,
    unit: 'ms',
    bound: 1_000,
    direction: 'at most',
  }
  return [ratio(`${count} at once`, bareTime, berthTime, bound), answer]
}

async function inTens<T>(all: readonly T[], work: (each: T) => Promise<unknown>): Promise<void> {
  for (let at = 0; at < all.length; at += 10) await Promise.all(all.slice(at, at + 10).map(work))
}

const ratio = (name: string, bare: number, berth: number, bound: number): Result => ({
  name,
  bare: `${bare.toFixed(0)} ms`,
  berth: `${berth.toFixed(0)} ms`,
  value: berth / bare,
  unit: '×',
  bound,
  direction: 'at most',
})
