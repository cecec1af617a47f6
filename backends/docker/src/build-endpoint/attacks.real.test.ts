import { randomUUID } from 'node:crypto'
import { createServer, request } from 'node:http'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { connect, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Backend } from '@berth/backend'
import { useDocker, type TestDocker } from '../../../../test/src/fixtures/docker.ts'
import { commandImage } from '../../../../test/src/fixtures/command-image.ts'
import { ask, build, docker, tarOf, type Entry } from '../../test/build-support.ts'
import { removeLent } from '../../../../test/src/fixtures/remove-lent.ts'
import { nameThisMachine } from '../../../../test/src/fixtures/host-name.ts'
import { createDockerBackend, defaultSettings } from '../index.ts'

const tag = randomUUID().slice(0, 8)
const instance = `attack-${tag}`
const silent = { info: () => undefined, warn: () => undefined, error: () => undefined }
const alice = `alice-${tag}`
const mallory = `mallory-${tag}`
const secret = `the-secret-of-${randomUUID()}`

/** What a test may refer to once the parts are up. */
interface Ground {
  readonly base: string
  /** Alice's private image. */
  readonly name: string
  readonly id: string
  readonly short: string
  readonly digest: string
  /** A layer of Alice's build that has no name. */
  readonly dangling: string
}

describe('a hostile account at its own build endpoint', () => {
  let daemon: TestDocker
  let backend: Backend
  let folder: string
  let ground: Ground
  let own: string
  let other: string

  beforeAll(async () => {
    daemon = await useDocker()
    folder = await mkdtemp(join(tmpdir(), 'berth-attack-'))
    const settings = defaultSettings(folder)
    backend = createDockerBackend({ socketPath: daemon.socketPath, instance, settings, log: silent })
    const base = `docker.io/${daemon.images.busybox}`
    const limits = { memory: 256 * 1024 ** 2, cpus: 1, pids: 64, disk: 64 * 1024 ** 2, seconds: 60 }
    const terms = { allowedImages: [base], limits }
    other = (await backend.builds!.openBuildEndpoint(alice, terms)).socketPath
    own = (await backend.builds!.openBuildEndpoint(mallory, terms)).socketPath
    const made = await build(
      other,
      { Dockerfile: `FROM ${base} AS first\nRUN echo ${secret} > /secret\nFROM first\nLABEL a=b\n` },
      't=private',
    )
    expect(made.made).toBe(true)
    const name = `berth.internal/${alice}/private:latest`
    const { Id, Parent } = await daemon.docker.getImage(name).inspect()
    ground = { base, name, id: Id, short: Id.slice(7, 19), digest: Id, dangling: Parent }
  })
  afterAll(async () => {
    await backend.close()
    await removeLent(daemon.docker, instance)
    await rm(folder, { recursive: true })
    await daemon.stop()
  })

  const refused = (outcome: { made: boolean; said: string }) => {
    expect(outcome.said).not.toContain(secret)
    expect(outcome.made, outcome.said).toBe(false)
  }
  const cat = 'RUN cat /secret /stolen 2>/dev/null; true'

  describe('another account’s image as a base', () => {
    const spellings: Readonly<Record<string, (g: Ground) => string>> = {
      'its name': (g) => `FROM ${g.name}\n${cat}`,
      'its name without the tag': (g) => `FROM ${g.name.replace(':latest', '')}\n${cat}`,
      'Docker Hub before the registry': (g) => `FROM docker.io/${g.name}\n${cat}`,
      'Docker Hub’s index before the registry': (g) => `FROM index.docker.io/${g.name}\n${cat}`,
      'capitals in the registry': (g) => `FROM ${g.name.replace('berth.internal', 'Berth.Internal')}\n${cat}`,
      'a port in the registry': (g) =>
        `FROM ${g.name.replace('berth.internal', 'berth.internal:443')}\n${cat}`,
      'its ID': (g) => `FROM ${g.id}\n${cat}`,
      'its ID without the algorithm': (g) => `FROM ${g.id.slice(7)}\n${cat}`,
      'its short ID': (g) => `FROM ${g.short}\n${cat}`,
      'the start of its ID': (g) => `FROM ${g.id.slice(7, 14)}\n${cat}`,
      'its name with its ID as a digest': (g) => `FROM ${g.name.replace(':latest', '')}@${g.digest}\n${cat}`,
      'a public name with its ID as a digest': (g) =>
        `FROM ${g.base.split(':')[0] ?? ''}@${g.digest}\n${cat}`,
      'a layer that has no name': (g) => `FROM ${g.dangling}\n${cat}`,
      quotes: (g) => `FROM "${g.name}"\n${cat}`,
      'quotes inside the name': () => `FROM be"rth.internal"/${alice}/private\n${cat}`,
      'escapes inside the name': () => `FROM be\\rth.internal/${alice}/private\n${cat}`,
      'a continued line': (g) => `FR\\\nOM ${g.name}\n${cat}`,
      'a continued name': () => `FROM berth.inter\\\nnal/${alice}/private\n${cat}`,
      'a comment inside a continued line': (g) => `FROM \\\n# comment\n ${g.name}\n${cat}`,
      'another escape character': (g) => `# escape=\`\nFROM \`\n${g.name}\n${cat}`,
      'small letters and tabs': (g) => `\t from\t${g.name}\n${cat}`,
      'a byte order mark': (g) => `\u{feff}FROM ${g.name}\n${cat}`,
      'carriage returns': (g) => `FROM ${g.name}\r\n${cat}\r\n`,
      'a default of ARG': (g) => `ARG B=${g.name}\nFROM $B\n${cat}`,
      'a default inside braces': (g) => `FROM \${B:-${g.name}}\n${cat}`,
      'an alternative inside braces': (g) => `ARG A=1\nFROM \${A:+${g.name}}\n${cat}`,
      'ARG within ARG': () => `ARG A=berth.internal\nARG B=$A/${alice}/private\nFROM $B\n${cat}`,
      'a later stage': (g) => `FROM ${g.base}\nFROM ${g.name}\n${cat}`,
      'a platform': (g) => `FROM --platform=linux/amd64 ${g.name}\n${cat}`,
      'a syntax directive': (g) => `# syntax=${g.name}\nFROM ${g.name}\n${cat}`,
      'a stage that bears a similar name': (g) => `FROM ${g.base} AS private\nFROM ${g.name}\n${cat}`,
      'COPY --from by name': (g) => `FROM ${g.base}\nCOPY --from=${g.name} /secret /stolen\n${cat}`,
      'COPY --from by ID': (g) => `FROM ${g.base}\nCOPY --from=${g.id} /secret /stolen\n${cat}`,
      'COPY --from by short ID': (g) => `FROM ${g.base}\nCOPY --from=${g.short} /secret /stolen\n${cat}`,
      'COPY --from in quotes': (g) => `FROM ${g.base}\nCOPY --"from"=${g.short} /secret /stolen\n${cat}`,
      'COPY --from with an escape': (g) => `FROM ${g.base}\nCOPY --fr\\om=${g.name} /secret /stolen\n${cat}`,
      'COPY with two --from': (g) =>
        `FROM ${g.base} AS a\nFROM ${g.base}\nCOPY --from=a --from=${g.name} /secret /stolen`,
      'COPY --from by a variable': (g) =>
        `ARG B=${g.name}\nFROM ${g.base}\nARG B\nCOPY --from=$B /secret /stolen\n${cat}`,
      'COPY --from after --chown': (g) =>
        `FROM ${g.base}\nCOPY --chown=0:0 --from=${g.id} /secret /stolen\n${cat}`,
      'RUN --mount': (g) => `FROM ${g.base}\nRUN --mount=type=bind,from=${g.name},target=/m cat /m/secret`,
      'ONBUILD COPY --from': (g) => `FROM ${g.base}\nONBUILD COPY --from=${g.name} /secret /stolen`,
      'ONBUILD FROM': (g) => `FROM ${g.base}\nONBUILD FROM ${g.name}`,
      'a heredoc that hides a FROM': (g) => `FROM ${g.base}\nRUN <<EOF\ntrue\nEOF\nFROM ${g.name}\n${cat}`,
    }
    it.each(Object.entries(spellings))('%s', async (_, dockerfile) => {
      refused(await build(own, dockerfile(ground)))
    })

    it('a name that somebody tagged on the host, for builds and for containers', async () => {
      const repo = `berth-test/${tag}-tagged`
      const image = `docker.io/${repo}:1`
      await daemon.docker.getImage(ground.name).tag({ repo, tag: '1' })
      const own = (await backend.builds!.openBuildEndpoint(mallory, { allowedImages: [ground.base, image] }))
        .socketPath
      refused(await build(own, `FROM ${repo}:1\n${cat}`))
      refused(await build(own, `FROM ${ground.base}\nCOPY --from=${repo}:1 /secret /stolen\n${cat}`))
      const limits = { memory: 64 * 1024 ** 2, cpus: 0.5, pids: 32, gpus: 0 }
      const container = (account: string) =>
        backend.createContainer({
          id: randomUUID(),
          account,
          name: 'tagged',
          image,
          environments: [],
          guestPorts: [],
          limits,
        })
      await expect(container(mallory)).rejects.toMatchObject({ code: 'image-absent' })
      // It lies there, and is still to be asked for from its registry.
      const pull = backend.pullImage(image, AbortSignal.timeout(20_000))
      for await (const event of pull) expect(event.type).not.toBe('done')
      expect((await container(alice)).account).toBe(alice)
      const allowedImages = [ground.base, image, ground.name]
      await backend.builds!.openBuildEndpoint(mallory, { allowedImages })
      expect((await build(own, `FROM ${repo}:1\nRUN true\n`)).made).toBe(true)
      await daemon.docker.getImage(`${repo}:1`).remove({ force: true })
      // What is tried from here on must not find it lent.
      await backend.builds!.openBuildEndpoint(mallory, { allowedImages: [ground.base] })
    })
    it('a registry whose name leads to this machine is not even connected to', async () => {
      let asked = 0
      const name = await nameThisMachine()
      const server = createServer((_, response) => {
        asked += 1
        response.end(secret)
      }).listen(0)
      await once(server, 'listening')
      const { port } = server.address() as AddressInfo
      const { made, said } = await build(own, `FROM ${name}:${port}/x/y:1\n`)
      server.close()
      expect(made).toBe(false)
      expect(said).toContain('are not pulled here')
      expect(asked).toBe(0)
    })
    it('a build argument', async () => {
      const query = `t=x&buildargs=${encodeURIComponent(JSON.stringify({ B: ground.name }))}`
      refused(await build(own, `ARG B=${ground.base}\nFROM $B\n${cat}`, query))
    })
    it('cachefrom', async () => {
      for (const from of [ground.name, ground.id]) {
        const query = `t=x&cachefrom=${encodeURIComponent(JSON.stringify([from]))}`
        const { made, said } = await build(
          own,
          `FROM ${ground.base}\nRUN echo ${secret} > /secret # ${from}`,
          query,
        )
        expect(made && /RUN echo.*?Using cache/s.test(said), said).toBe(false)
      }
    })
    it('an ONBUILD trigger that an image from elsewhere carries', async () => {
      const container = await daemon.docker.createContainer({ Image: ground.base })
      const repo = `berth-test/${tag}-trigger`
      const options = { repo, tag: '1', changes: `ONBUILD COPY --from=${ground.name} /secret /stolen` }
      await container.commit(options)
      await container.remove()
      const terms = { allowedImages: [ground.base, `docker.io/${repo}:1`] }
      await backend.builds!.openBuildEndpoint(mallory, terms)
      refused(await build(own, `FROM ${repo}:1\n${cat}`))
      await daemon.docker.getImage(`${repo}:1`).remove()
    })
    it('the cache, by the same steps', async () => {
      const same = `FROM ${ground.base} AS first\nRUN echo ${secret} > /secret\n`
      const { made, said } = await build(own, same)
      expect(made).toBe(true)
      expect(/RUN echo.*?(Using cache|Running in)/s.exec(said)?.[1]).toBe('Running in')
      // Its own steps are found again: what was not found above is another account's, and not the cache switched off.
      expect(/RUN echo.*?(Using cache|Running in)/s.exec((await build(own, same)).said)?.[1]).toBe(
        'Using cache',
      )
    })
    it('the cache of a build from scratch', async () => {
      const files = { Dockerfile: 'FROM scratch\nCOPY a /\n', a: secret }
      expect((await build(other, files)).made).toBe(true)
      const mine = await build(own, files)
      expect(mine.made).toBe(true)
      expect(mine.said).not.toContain('Using cache')
    })
  })

  describe('the context', () => {
    const plain = (g: Ground) => `FROM ${g.base}\n`
    const contexts: Readonly<Record<string, (g: Ground) => Readonly<Record<string, Entry>>>> = {
      'a Dockerfile that is a link': () => ({ Dockerfile: { type: 'symlink', linkname: '/etc/passwd' } }),
      'a Dockerfile that is a hard link': () => ({ Dockerfile: { type: 'link', linkname: 'x' } }),
      'no Dockerfile': () => ({ other: 'FROM scratch' }),
      'a Dockerfile above the context': (g) => ({ '../Dockerfile': plain(g) }),
      'a file of more zeros than bytes': (g) => ({
        Dockerfile: plain(g),
        big: { content: 'x', pax: { 'GNU.sparse.major': '1', 'GNU.sparse.realsize': '99999999999' } },
      }),
    }
    it.each(Object.entries(contexts))('%s', async (_, files) => {
      refused(await build(own, files(ground)))
    })

    it('a second Dockerfile never counts', async () => {
      const good = await tarOf({ Dockerfile: `FROM ${ground.base}\nRUN echo first\n` })
      const evil = await tarOf({
        Dockerfile: `FROM ${ground.name}\n${cat}\n`,
        './Dockerfile': `FROM ${ground.id}\n${cat}`,
      })
      const both = Buffer.concat([good.subarray(0, good.length - 1024), evil])
      const { body } = await ask(own, 'POST', '/build?t=x', both)
      expect(body).toContain('first')
      expect(body).not.toContain(secret)
    })
    it('what follows the end of the tar never counts', async () => {
      const good = await tarOf({ Dockerfile: `FROM ${ground.base}\nCOPY . /all\nRUN ls -A /all\n` })
      const { body } = await ask(own, 'POST', '/build?t=x', Buffer.concat([good, await tarOf({ evil: 'x' })]))
      expect(body).toContain('Dockerfile')
      expect(body).not.toContain('evil')
      expect(body).not.toContain('.berth-')
    })
    it('links that lead out of the context lead to nothing of the host', async () => {
      const files = {
        Dockerfile: `FROM ${ground.base}\nCOPY passwd /p\nRUN cat /p\n`,
        passwd: { type: 'symlink', linkname: '/etc/shadow' },
      } as const
      const { said } = await build(own, files)
      expect(said).not.toContain('root:')
    })
    it('what is no tar', async () => {
      for (const body of [
        Buffer.from('FROM scratch'),
        Buffer.alloc(0),
        Buffer.from('BZh91AY'),
        Buffer.alloc(4096, 1),
      ]) {
        const { status } = await ask(own, 'POST', '/build?t=x', body)
        expect(status).toBe(403)
      }
    })
    it('an archive under another name is not unpacked', async () => {
      const files = { Dockerfile: `FROM ${ground.base}\nADD a /x/\nRUN find /x\n`, a: 'x' }
      const inner = await tarOf({ unpacked: 'x' })
      const { made, said } = await build(own, { ...files, a: inner.toString('latin1') }, 't=x&nocache=1')
      expect(made, said).toBe(true)
      expect(said).toContain('/x/a\\n')
      expect(said).not.toContain('unpacked')
    })
    it('a Dockerfile path that leads out', async () => {
      for (const path of ['../../etc/passwd', '/../x', 'a/../../b', 'x%00y'])
        refused(await build(own, plain(ground), `dockerfile=${encodeURIComponent(path)}`))
    })
    it('an archive that unpacks to more than a build may write', async () => {
      const tar = await tarOf({ Dockerfile: plain(ground), big: '\0'.repeat(80 * 1024 ** 2) })
      const terms = {
        allowedImages: [ground.base],
        limits: { memory: 2 ** 28, cpus: 1, pids: 64, disk: 2 ** 26, seconds: 60 },
      }
      await backend.builds!.openBuildEndpoint(mallory, terms)
      const { gzipSync } = await import('node:zlib')
      const { status, body } = await ask(own, 'POST', '/build?t=x', gzipSync(tar))
      expect(status !== 200 || body.includes('larger than'), body).toBe(true)
    })
  })

  describe('options', () => {
    const options: Readonly<Record<string, string>> = {
      'host network': 'networkmode=host',
      'another container’s network': 'networkmode=container:x',
      'another account’s network': `networkmode=berth.${alice}.${instance}`,
      BuildKit: 'version=2',
      'a session': 'session=abc',
      entitlements: 'entitlements=security.insecure',
      'security options': `securityopt=${encodeURIComponent('["seccomp=unconfined"]')}`,
      'a control group': 'cgroupparent=/',
      'limits of its own': `ulimits=${encodeURIComponent('[{"Name":"nofile","Soft":9,"Hard":9}]')}`,
      'CPUs of its own': 'cpusetcpus=0',
      hosts: 'extrahosts=a:1.2.3.4',
      'a remote context': `remote=${encodeURIComponent('http://127.0.0.1/x.tar')}`,
      'a Git context': `remote=${encodeURIComponent('git://127.0.0.1/x')}`,
      'the same option twice': 'networkmode=none&networkmode=host',
      squash: 'squash=1',
      outputs: `outputs=${encodeURIComponent('[{"type":"local"}]')}`,
      'an option that nobody knows': 'privileged=1',
      'another’s name for the image': `t=berth.internal/${alice}/private`,
      'a public name for the image': 't=library/busybox',
      'a registry’s name for the image': 't=127.0.0.1:5000/x',
      'a name that climbs': `t=berth.internal/${mallory}/../${alice}/private`,
      'labels of Berth’s': `labels=${encodeURIComponent(JSON.stringify({ 'berth.account': alice }))}`,
      'another platform': 'platform=linux/arm64',
      'a prototype for build arguments': `buildargs=${encodeURIComponent('[1]')}`,
    }
    it.each(Object.entries(options))('%s', async (_, query) => {
      refused(await build(own, `FROM ${ground.base}\n`, query))
    })

    const instructions: Readonly<Record<string, string>> = {
      'LABEL berth.container': 'LABEL berth.container=00000000-0000-4000-8000-000000000000',
      'LABEL in quotes': 'LABEL "berth".container=x',
      'LABEL with escapes': 'LABEL be\\rth.container=x',
      'LABEL from a variable': 'ENV P=berth\nLABEL ${P}.container=x',
      'LABEL in the old form': 'LABEL berth.container x',
      'LABEL after another': 'LABEL a="b c" berth.container=x',
      'ADD from an address': 'ADD http://127.0.0.1:1/x /x',
      'ADD from an address in a list': 'ADD ["http://127.0.0.1:1/x", "/x"]',
      'ADD from a variable': 'ENV U=http://127.0.0.1:1/x\nADD $U /x',
      'ADD with an escape': 'ADD ht\\tp://127.0.0.1:1/x /x',
      'ADD from Git': 'ADD git@127.0.0.1:x.git /x',
      'ONBUILD ADD from an address': 'ONBUILD ADD http://127.0.0.1:1/x /x',
      'ADD of an archive': 'ADD rootfs.tar.xz /',
      'ADD of an archive among others': 'ADD a b.TGZ /x/',
      'ADD of an archive in a list': 'ADD ["a.tar", "/"]',
      'ONBUILD ADD of what may be an archive': 'ONBUILD ADD package.json /',
      'RUN --network': 'RUN --network=host true',
      'RUN --security': 'RUN --security=insecure true',
    }
    it.each(Object.entries(instructions))('%s', async (_, line) => {
      refused(await build(own, `FROM ${ground.base}\n${line}\n`))
    })
  })

  describe('the rest of Docker’s API', () => {
    const calls: readonly (readonly [string, string])[] = [
      ['POST', '/containers/create'],
      ['GET', '/containers/json'],
      ['POST', '/v1.41/images/create?fromImage=x'],
      ['POST', '/session'],
      ['POST', '/grpc'],
      ['POST', '/auth'],
      ['GET', '/events'],
      ['GET', '/networks'],
      ['GET', '/volumes'],
      ['POST', '/build/prune'],
      ['POST', '/images/prune'],
      ['POST', '/images/load'],
      ['GET', '/images/get?names=x'],
      ['POST', '/commit?container=x'],
      ['GET', '/secrets'],
      ['POST', '/swarm/init'],
      ['GET', '/system/df'],
      ['POST', '/plugins/pull'],
      ['GET', '/distribution/x/json'],
      ['GET', '/v1.41/../containers/json'],
      ['GET', '//containers/json'],
      ['GET', '/images/..%2fcontainers/json'],
      ['DELETE', '/images/x'],
    ]
    it.each(calls)('%s %s is refused', async (method, path) => {
      const { status, body } = await ask(own, method, path)
      expect(status).toBeGreaterThanOrEqual(400)
      expect(status).toBeLessThan(500)
      expect(JSON.parse(body)).toHaveProperty('message')
    })
    it('another’s image is neither listed, inspected, exported, tagged, pushed nor deleted', async () => {
      const named = [ground.name, ground.id, ground.short, ground.id.slice(7), `${alice}/private`]
      for (const name of named.map(encodeURIComponent)) {
        const answers = await Promise.all([
          ask(own, 'GET', `/images/${name}/json`),
          ask(own, 'POST', `/images/${name}/tag?repo=mine`),
          ask(own, 'POST', `/images/${name}/push`),
          ask(own, 'GET', `/images/${name}/get`),
          ask(own, 'GET', `/images/${name}/history`),
          ask(own, 'DELETE', `/images/${name}`),
        ])
        for (const { status } of answers) expect(status).toBeGreaterThanOrEqual(400)
      }
      const { body } = await ask(own, 'GET', '/images/json?all=1')
      expect(body).not.toContain(alice)
    })
    it('an own image is not tagged into another’s folder', async () => {
      await build(own, `FROM ${ground.base}\n`, 't=mine')
      for (const repo of [
        `berth.internal/${alice}/x`,
        'library/x',
        'a/b',
        `berth.internal/${mallory}/../${alice}/x`,
      ]) {
        const { status } = await ask(own, 'POST', `/images/mine/tag?repo=${encodeURIComponent(repo)}`)
        expect(status).toBe(403)
      }
    })
  })

  describe('too much at a time', () => {
    /** Begins a build whose files never come. */
    const begin = (): { status: Promise<number>; end: () => void } => {
      const sent = request({ socketPath: own, method: 'POST', path: '/build?t=x' })
      const { promise, resolve } = Promise.withResolvers<number>()
      sent.on('response', (response) => resolve(response.resume().statusCode ?? 0))
      sent.on('error', () => resolve(0))
      sent.flushHeaders()
      return { status: promise, end: () => sent.destroy() }
    }
    it('builds beyond the most are answered so, and the others’ go on', async () => {
      const begun = Array.from({ length: 20 }, begin)
      const refused = begun.map(async ({ status }) => {
        if ((await status) !== 429) throw new Error('It was let in')
      })
      await Promise.any(refused)
      expect((await ask(other, 'GET', '/_ping')).status).toBe(200)
      expect((await build(other, `FROM ${ground.base}\n`)).made).toBe(true)
      for (const { end } of begun) end()
      const again = async () => (await build(own, `FROM ${ground.base}\n`)).made
      await expect.poll(again, { timeout: 20_000 }).toBe(true)
    })
    it('connections beyond the most are closed, and the others’ stay', async () => {
      const sockets = Array.from({ length: 100 }, () => connect(own).on('error', () => undefined))
      const closed = () => sockets.filter((socket) => socket.closed || socket.readableEnded).length
      for (const socket of sockets) socket.resume()
      await expect.poll(closed, { timeout: 20_000 }).toBeGreaterThanOrEqual(36)
      expect((await ask(other, 'GET', '/_ping')).status).toBe(200)
      for (const socket of sockets) socket.destroy()
      const answer = () =>
        ask(own, 'GET', '/_ping').then(
          ({ status }) => status,
          () => 0,
        )
      await expect.poll(answer, { timeout: 20_000 }).toBe(200)
    })
  })

  describe('a step that runs', () => {
    it('has its account’s own network, limits, and neither the host’s nor another’s', async () => {
      const server = createServer((_, response) => response.end(secret)).listen(0, '127.0.0.1')
      await once(server, 'listening')
      const { port } = server.address() as AddressInfo
      const container = await backend.createContainer({
        id: randomUUID(),
        account: alice,
        name: 'web',
        image: ground.base,
        environments: [],
        guestPorts: [],
        limits: { memory: 64 * 1024 ** 2, cpus: 0.5, pids: 32, gpus: 0 },
      })
      const { NetworkSettings } = await daemon.docker.getContainer(container.runtimeId).inspect()
      const address = Object.values(NetworkSettings.Networks)[0]?.IPAddress ?? ''
      const reach = (host: string, port: number) =>
        `nc -w 2 ${host} ${port} </dev/null && echo reached || echo unreached`
      const { said } = await build(
        own,
        `FROM ${ground.base}\nRUN ${reach('127.0.0.1', port)}; ${reach(address, 8080)}\nRUN cat /sys/fs/cgroup/memory/memory.limit_in_bytes /sys/fs/cgroup/cpu/cpu.cfs_quota_us\nRUN ls /dev; id; ls /var/run`,
        't=x&nocache=1',
      )
      server.close()
      expect(said.match(/"unreached\\n/g)).toHaveLength(2)
      expect(said).not.toMatch(/"reached/)
      expect(said).toContain(`${256 * 1024 ** 2}\\n`)
      expect(said).toContain('100000\\n')
      expect(said).not.toContain(secret)
      expect(said).not.toContain('docker.sock')
    })
    it('ends at its limit of processes', async () => {
      const { said } = await build(
        own,
        `FROM ${ground.base}\nRUN sleep 1; i=0; while [ $i -lt 200 ]; do sleep 5 & i=$((i+1)); done; echo all-of-them`,
        't=x&nocache=1',
      )
      expect(said).toMatch(/can't fork|Resource temporarily unavailable/)
      expect(said).not.toContain('all-of-them\\n')
    })
    describe('ends at its limit of disk', () => {
      const some = 'x'.repeat(24 * 1024 ** 2)
      const wrote = (path: string, mebibytes: number) =>
        `RUN dd if=/dev/urandom of=${path} bs=1M count=${mebibytes}`
      const ways: Readonly<Record<string, (base: string) => string | Readonly<Record<string, Entry>>>> = {
        'one long step': (base) => `FROM ${base}\n${wrote('/x', 128)}; sleep 20; echo went-on`,
        'many short steps': (base) =>
          `FROM ${base}\n${[1, 2, 3, 4, 5].map((at) => wrote(`/x${at}`, 20)).join('\n')}\n`,
        'several stages': (base) =>
          `FROM ${base} AS a\n${wrote('/x', 40)}\nFROM ${base}\n${wrote('/y', 40)}\nCOPY --from=a /x /\n`,
        'a volume of its own': (base) =>
          `FROM ${base}\nVOLUME /v\n${wrote('/v/x', 128)}; sleep 20; echo went-on`,
        'the context copied again and again': (base) => ({
          Dockerfile: `FROM ${base}\nCOPY some /1\nCOPY some /2\nADD some /3\nCOPY . /4\n`,
          some,
        }),
      }
      it.each(Object.entries(ways))('%s', async (_, way) => {
        const limits = { memory: 2 ** 28, cpus: 1, pids: 64, disk: 2 ** 26, seconds: 60 }
        await backend.builds!.openBuildEndpoint(mallory, { allowedImages: [ground.base], limits })
        const files = way(ground.base)
        const { made, said } = await build(own, files, 't=huge&nocache=1')
        expect(made, said).toBe(false)
        expect(said).toContain('wrote more than')
        expect(said).not.toContain('went-on\\n')
        expect((await ask(own, 'GET', '/images/huge/json')).status).toBe(404)
        // What was too much is not left on the disk either.
        const filters = { label: [`berth.account=${mallory}`] }
        const left = await daemon.docker.listImages({ all: true, filters })
        const { Size } = await daemon.docker.getImage(ground.base).inspect()
        expect(left.filter((image) => image.Size > Size + 16 * 1024 ** 2)).toEqual([])
      })
    })
    it('is not charged for what the account’s runner keeps, which begins anew once that is too much', async () => {
      const limits = { memory: 2 ** 28, cpus: 1, pids: 64, disk: 2 ** 26, seconds: 60 }
      const terms = { allowedImages: [ground.base], limits }
      const command = ['sh', '-c', 'head -c 100m /dev/zero > /kept; sleep 600']
      const image = await commandImage(daemon.docker, ground.base, `${tag}-runner`, command)
      const spec = { id: randomUUID(), image, gitlabUrl: 'https://gitlab.example', token: 'glrt-x', terms }
      const { id } = spec
      expect(await backend.runners!.startRunner(mallory, spec)).toMatchObject({ id, running: true })
      const filters = { label: [`berth.runner=${id}`] }
      const runner = async () => {
        const [row] = await daemon.docker.listContainers({ size: true, filters } as object)
        return row as unknown as { Id: string; SizeRw?: number } | undefined
      }
      await expect
        .poll(async () => (await runner())?.SizeRw ?? 0, { timeout: 20_000 })
        .toBeGreaterThan(2 ** 26)
      const first = await runner()
      const { made, said } = await build(own, `FROM ${ground.base}\nRUN sleep 3\n`, 't=small&nocache=1')
      expect(made, said).toBe(true)
      await backend.runners!.startRunner(mallory, spec)
      expect((await runner())?.Id).not.toBe(first?.Id)
      await backend.runners!.stopRunner(mallory)
      await daemon.docker.getImage(image).remove({ force: true })
    })
    it('ends at its limit of memory, and says so', async () => {
      const { made, said } = await build(
        own,
        `FROM ${ground.base}\nRUN tail -c 600m /dev/zero; echo went-on`,
        't=x&nocache=1',
      )
      expect(made).toBe(false)
      expect(said).toContain('more than 256 MiB of memory')
    })
    it('ends at its limit of time, and leaves nothing behind', async () => {
      const limits = { memory: 2 ** 28, cpus: 1, pids: 64, disk: 2 ** 26, seconds: 4 }
      await backend.builds!.openBuildEndpoint(mallory, { allowedImages: [ground.base], limits })
      const { made, said } = await build(
        own,
        `FROM ${ground.base}\nRUN echo begun; sleep 600; echo went-on`,
        't=slow&nocache=1',
      )
      expect(made).toBe(false)
      expect(said).toContain('begun\\n')
      expect(said).toContain('longer than 4 seconds')
      const filters = { label: [`berth.account=${mallory}`] }
      await expect
        .poll(() => daemon.docker.listContainers({ all: true, filters }), { timeout: 20_000 })
        .toEqual([])
      expect((await ask(own, 'GET', '/images/slow/json')).status).toBe(404)
    })
    it('is ended when the client goes away', async () => {
      const gone = new AbortController()
      const marker = `gone-${randomUUID()}`
      const context = await mkdtemp(join(folder, 'context-'))
      const { writeFile } = await import('node:fs/promises')
      await writeFile(join(context, 'Dockerfile'), `FROM ${ground.base}\nENV M=${marker}\nRUN sleep 600\n`)
      const running = docker(own, ['build', '.'], {
        cwd: context,
        env: { DOCKER_BUILDKIT: '0' },
        signal: gone.signal,
      })
      running.catch(() => undefined)
      const steps = async () => {
        const rows = await daemon.docker.listContainers({ filters: { label: [`berth.account=${mallory}`] } })
        return rows.length
      }
      await expect.poll(steps, { timeout: 20_000 }).toBe(1)
      gone.abort()
      await expect.poll(steps, { timeout: 20_000 }).toBe(0)
    })
  })
})
