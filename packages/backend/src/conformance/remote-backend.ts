import { Readable } from 'node:stream'
import { agentRoutes, type Route } from '@berth/contract'
import type { Backend, Builds } from '../port.ts'
import { createCaller, type Caller } from './http-caller.ts'
import { multipart } from './multipart-body.ts'
import { openRemoteTerminal } from './remote-terminal.ts'

const nobody = new AbortController().signal

/** A backend whose every method is a plain HTTP request to an agent on a Unix socket. */
export function remoteBackend(socketPath: string, token: string): Backend {
  const caller = createCaller(socketPath, token)
  const json = async <T>(route: Route, id?: string, body?: unknown): Promise<T> => {
    const answer = await caller.send(route, {
      id,
      body: body === undefined ? undefined : JSON.stringify(body),
    })
    return (answer.text === '' ? undefined : JSON.parse(answer.text)) as T
  }
  const onContainer =
    <T>(route: Route) =>
    (id: string) =>
      json<T>(route, id)
  return {
    info: () => json(agentRoutes.getInfo),
    ensureTenant: onContainer(agentRoutes.ensureTenant),
    removeTenant: onContainer(agentRoutes.removeTenant),
    tenantCredentials: (account, options) => json(agentRoutes.tenantCredentials, account, options),
    revokeTenantCredentials: onContainer(agentRoutes.revokeTenantCredentials),
    createContainer: (spec) => json(agentRoutes.createContainer, spec.id, spec),
    listContainers: () => json(agentRoutes.listContainers),
    inspectContainer: onContainer(agentRoutes.inspectContainer),
    startContainer: onContainer(agentRoutes.startContainer),
    stopContainer: onContainer(agentRoutes.stopContainer),
    restartContainer: onContainer(agentRoutes.restartContainer),
    removeContainer: onContainer(agentRoutes.removeContainer),
    async listImages({ layers } = { layers: false }) {
      const query = { layers: String(layers) }
      return JSON.parse((await caller.send(agentRoutes.listImages, { query })).text) as never
    },
    untagged: {
      listUntaggedImages: () => json(agentRoutes.listUntaggedImages),
      async removeUntaggedImage(id) {
        await caller.send(agentRoutes.removeUntaggedImage, { query: { id } })
      },
    },
    close: () => Promise.resolve(),
    async execContainer(id, command, stdin, signal) {
      const body = JSON.stringify({ command, ...(stdin === undefined ? {} : { stdin }) })
      return JSON.parse((await caller.send(agentRoutes.execContainer, { id, body, signal })).text) as never
    },
    terminalContainer: (id, options) => openRemoteTerminal(socketPath, token, id, options),
    getContainerLogs: (id, { signal, ...query }) =>
      lines(caller, agentRoutes.getContainerLogs, { id, query, signal }),
    getContainerStats: (id, { signal, ...query }) =>
      lines(caller, agentRoutes.getContainerStats, { id, query, signal }),
    pullImage: (reference, signal) =>
      lines(caller, agentRoutes.pullImage, { body: JSON.stringify({ reference }), signal }),
    async removeImage(reference) {
      await caller.send(agentRoutes.removeImage, { query: { reference } })
    },
    streamEvents: (since, signal) => lines(caller, agentRoutes.streamEvents, { query: { since }, signal }),
    ...filesOver(caller),
    builds: buildsOver(caller),
    runners: {
      startRunner: (account, spec) => json(agentRoutes.startRunner, account, spec),
      stopRunner: onContainer(agentRoutes.stopRunner),
      listRunners: () => json(agentRoutes.listRunners),
    },
  }
}

function buildsOver(caller: Caller): Builds {
  return {
    openBuildEndpoint: async (id, terms) =>
      JSON.parse(
        (await caller.send(agentRoutes.openBuildEndpoint, { id, body: JSON.stringify(terms) })).text,
      ) as never,
    closeBuildEndpoint: async (id) => {
      await caller.send(agentRoutes.closeBuildEndpoint, { id })
    },
    buildImage: (account, options, body, signal) =>
      lines(caller, agentRoutes.buildImage, {
        query: { account, options: JSON.stringify(options) },
        body: Readable.from(multipart([{ path: 'context.tar', size: null, content: body }], 'context'), {
          objectMode: false,
        }),
        signal,
      }),
    giveLogin: async ({ account, reference }, login, from) => {
      const body = JSON.stringify({ reference, login, from })
      await caller.send(agentRoutes.giveLogin, { id: account, body })
    },
  }
}

function filesOver(caller: Caller): Pick<Backend, 'getFiles' | 'listFiles' | 'uploadFiles' | 'putArchive'> {
  return {
    async getFiles(id, path, format, signal) {
      const answer = await caller.open(agentRoutes.getFiles, { id, query: { path, format }, signal })
      const size = answer.headers['content-length']
      const coded = /filename\*=UTF-8''(.*)$/.exec(answer.headers['content-disposition'] ?? '')?.[1] ?? ''
      const kind = answer.headers['content-type'] === 'application/x-tar' ? 'tar' : 'file'
      return {
        name: decodeURIComponent(coded),
        kind,
        size: size === undefined ? null : Number(size),
        content: answer,
      }
    },
    listFiles: async (id, path) =>
      JSON.parse((await caller.send(agentRoutes.listFiles, { id, query: { path } })).text) as never,
    async uploadFiles(id, path, files, signal) {
      const body = Readable.from(multipart(files), { objectMode: false })
      const answer = await caller.send(agentRoutes.uploadFiles, { id, query: { path }, body, signal })
      return JSON.parse(answer.text) as never
    },
    async putArchive(id, path, tar, signal) {
      return JSON.parse(
        (await caller.send(agentRoutes.putArchive, { id, query: { path }, body: tar, signal })).text,
      ) as never
    },
  }
}

async function* lines<T>(
  caller: Caller,
  route: Route,
  input: Parameters<Caller['open']>[1],
): AsyncGenerator<T> {
  const answer = await caller.open(route, { signal: nobody, ...input })
  let rest = ''
  for await (const chunk of answer.setEncoding('utf8')) {
    const parts = (rest + String(chunk)).split('\n')
    rest = parts.pop() ?? ''
    for (const part of parts) yield JSON.parse(part) as T
  }
}
