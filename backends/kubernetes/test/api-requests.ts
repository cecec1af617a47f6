import { request } from 'node:https'
import type { PublicEndpoint } from '../src/credentials/index.ts'

/** One thing that may be asked of the API server: a verb on a resource, as authorization sees it. */
export interface Asked {
  readonly verb: string
  /** Such as `apps/deployments` or `pods/log`; the core group has no name. */
  readonly resource: string
  readonly namespaced: boolean
  readonly method: string
  readonly path: (namespace: string) => string
}

interface Resource {
  readonly name: string
  readonly namespaced: boolean
  readonly verbs: readonly string[]
}

const methods: Record<string, string> = {
  get: 'GET',
  list: 'GET',
  watch: 'GET',
  create: 'POST',
  update: 'PUT',
  patch: 'PATCH',
  delete: 'DELETE',
  deletecollection: 'DELETE',
}
const onCollection = ['list', 'watch', 'create', 'deletecollection']

/**
 * Everything that a cluster's API serves: every verb of every resource and subresource of every group and version.
 * `read` gives the answer of a path, as the administrator.
 */
export async function everyRequest(read: (path: string) => Promise<string>): Promise<Asked[]> {
  const groups = JSON.parse(await read('/apis')) as { groups: { versions: { groupVersion: string }[] }[] }
  const roots = [
    '/api/v1',
    ...groups.groups.flatMap(({ versions }) => versions.map((one) => `/apis/${one.groupVersion}`)),
  ]
  const asked: Asked[] = []
  for (const root of roots) {
    const { resources } = JSON.parse(await read(root)) as { resources: Resource[] }
    for (const resource of resources) for (const verb of resource.verbs) asked.push(ask(root, resource, verb))
  }
  return asked
}

function ask(root: string, { name, namespaced }: Resource, verb: string): Asked {
  const [, group] = /^\/apis\/([^/]+)\//.exec(root) ?? []
  const [kind = '', subresource] = name.split('/')
  const single = subresource !== undefined || !onCollection.includes(verb)
  const tail = `${kind}${single ? '/web' : ''}${subresource === undefined ? '' : `/${subresource}`}`
  return {
    verb,
    resource: group === undefined ? name : `${group}/${name}`,
    namespaced,
    method: methods[verb] ?? 'GET',
    path: (namespace) =>
      `${root}${namespaced && namespace !== '' ? `/namespaces/${namespace}` : ''}/${tail}${verb === 'watch' ? '?watch=1&timeoutSeconds=1' : ''}`,
  }
}

/** Sends a request with a bearer token and gives the status. The body is empty JSON where one may be sent. */
export function statusOf(
  { server, ca }: PublicEndpoint,
  token: string,
  method: string,
  path: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<number> {
  const type = method === 'PATCH' ? 'application/merge-patch+json' : 'application/json'
  return new Promise((resolve, reject) => {
    const sent = request(
      server + path,
      {
        method,
        ...(ca === null ? {} : { ca }),
        headers: { authorization: `Bearer ${token}`, 'content-type': type, ...headers },
      },
      (answer) => {
        resolve(answer.statusCode ?? 0)
        answer.destroy()
      },
    )
    sent.once('error', reject)
    sent.end(['POST', 'PUT', 'PATCH'].includes(method) ? '{}' : undefined)
  })
}
