import { execFile, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'
import type { TenantCredentials } from '@berth/contract'
import { KubeConfig } from '@kubernetes/client-node'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { until } from '../../../../test/src/fixtures/child.ts'
import { useDocker } from '../../../../test/src/fixtures/docker.ts'
import { agentKubeconfig } from '../../../../test/src/fixtures/kubernetes-agent.ts'
import { useKubernetes, type TestKubernetes } from '../../../../test/src/fixtures/kubernetes.ts'
import { temporaryFolder } from '../../../../test/src/fixtures/temporary-folder.ts'
import { everyRequest, statusOf, type Asked } from '../../test/api-requests.ts'
import { makeTenant } from '../../test/tenants.ts'
import { endpointOf, issueCredentials, revokeCredentials } from './index.ts'

const run = promisify(execFile)
const unique = randomUUID().slice(0, 8)
const [mine, theirs] = [`berth-mine-${unique}`, `berth-theirs-${unique}`] as const
const labels = { 'berth.account': 'alice' }

let folder: string
let cluster: TestKubernetes
let agent: KubeConfig
let credentials: TenantCredentials

beforeAll(async () => {
  folder = await temporaryFolder('kubectl')
  cluster = await useKubernetes()
  const { docker, images } = await useDocker()
  await cluster.loadImage(docker, images.busybox)
  for (const namespace of [mine, theirs]) await makeTenant(cluster, namespace, `docker.io/${images.busybox}`)
  agent = new KubeConfig()
  agent.loadFromFile(await agentKubeconfig(cluster, join(folder, 'agent.conf')))
  credentials = await issue(mine)
}, 240_000)
afterAll(async () => {
  await cluster.administer(['delete', 'namespace', mine, theirs, '--wait=false'])
  await rm(folder, { recursive: true })
})

async function issue(namespace: string): Promise<TenantCredentials> {
  const endpoint = await endpointOf(agent)
  return issueCredentials(agent, { namespace, labels, endpoint, seconds: 3_600 })
}

/** Runs the real kubectl with handed-out credentials and nothing else of this machine. */
async function kubectl(args: readonly string[], given = credentials): Promise<string> {
  return (await run(cluster.kubectl, await argumentsFor(args, given), { env: { HOME: folder }, cwd: folder }))
    .stdout
}

async function argumentsFor(args: readonly string[], { server, ca, namespace, token }: TenantCredentials) {
  const file = join(folder, `${randomUUID()}.conf`)
  const name = 'berth'
  const authority = ca === null ? {} : { 'certificate-authority-data': Buffer.from(ca).toString('base64') }
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name, cluster: { server, ...authority } }],
    users: [{ name, user: { token } }],
    contexts: [{ name, context: { cluster: name, user: name, namespace } }],
    'current-context': name,
  }
  await writeFile(file, JSON.stringify(config))
  return ['--kubeconfig', file, ...args]
}

const pod = async () => (await kubectl(['get', 'pods', '-o', 'jsonpath={.items[0].metadata.name}'])).trim()

describe('the user’s own kubectl, in the account’s namespace', () => {
  it.each(['pods', 'deployments', 'replicasets', 'services', 'ingresses'])('sees %s', async (kind) => {
    expect(await kubectl(['get', kind])).toContain('web')
  })

  it('sees events, and describes a pod', async () => {
    expect(await kubectl(['get', 'events'])).toContain('web')
    expect(await kubectl(['describe', 'pod', await pod()])).toContain('Events:')
  })

  it('watches', async () => {
    const child = spawn(cluster.kubectl, await argumentsFor(['get', 'pods', '--watch'], credentials))
    const [, line] = await Promise.all([
      once(createInterface(child.stdout), 'line'),
      once(child.stdout, 'data').then(([chunk]) => String(chunk)),
    ])
    child.kill()
    expect(line).toContain('NAME')
  })

  it('reads logs', async () => {
    expect(await kubectl(['logs', 'deployment/web'])).toContain('started')
  })

  it('runs a command', async () => {
    expect(await kubectl(['exec', await pod(), '--', 'sh', '-c', 'echo 日本語'])).toBe('日本語\n')
  })

  it('copies files there and back', async () => {
    const text = 'ファイル\n'.repeat(50_000)
    await writeFile(join(folder, 'sent'), text)
    const name = await pod()
    await kubectl(['cp', 'sent', `${name}:/tmp/sent`])
    await mkdir(join(folder, 'back'))
    await kubectl(['cp', `${name}:/tmp/sent`, 'back/got'])
    expect((await readFile(join(folder, 'back', 'got'), 'utf8')) === text).toBe(true)
  })

  it('forwards a port', async () => {
    const child = spawn(
      cluster.kubectl,
      await argumentsFor(['port-forward', await pod(), ':8080'], credentials),
    )
    const [line] = (await once(createInterface(child.stdout), 'line')) as [string]
    const port = /127\.0\.0\.1:(\d+)/.exec(line)?.[1] ?? ''
    const page = await (await fetch(`http://127.0.0.1:${port}/`)).text()
    child.kill()
    expect(page).toContain('berth-test')
  })
})

/** What the Role allows, by resource. Everything else on the cluster is refused. */
const allowed: Record<string, readonly string[]> = {
  pods: ['get', 'list', 'watch'],
  services: ['get', 'list', 'watch'],
  events: ['get', 'list', 'watch'],
  'apps/deployments': ['get', 'list', 'watch'],
  'apps/replicasets': ['get', 'list', 'watch'],
  'networking.k8s.io/ingresses': ['get', 'list', 'watch'],
  'pods/log': ['get'],
  'pods/exec': ['create', 'get'],
  'pods/portforward': ['create', 'get'],
}
/** What Kubernetes lets everybody with a name do: ask what he himself may do. */
const anybody = /^authorization\.k8s\.io\/selfsubject|^authentication\.k8s\.io\/selfsubjectreviews/

describe('everything that the API serves', () => {
  const answers = async (requests: readonly Asked[], namespace: string) => {
    const refused: string[] = []
    const admitted: string[] = []
    for (const { verb, resource, method, path } of requests) {
      const status = await statusOf(credentials, credentials.token, method, path(namespace))
      ;(status === 403 ? refused : admitted).push(`${verb} ${resource}`)
    }
    return { refused, admitted: [...new Set(admitted)].sort() }
  }
  const all = async () => {
    const requests = await everyRequest((path) => cluster.administer(['get', '--raw', path]))
    return requests.filter(({ resource }) => !anybody.test(resource))
  }

  it('is refused in the own namespace, but what the Role allows', async () => {
    const requests = await all()
    const expected = requests
      .map(({ verb, resource }) => [verb, resource] as const)
      .filter(([verb, resource]) => allowed[resource]?.includes(verb))
      .map((pair) => pair.join(' '))
    const { refused, admitted } = await answers(requests, mine)
    expect(refused.length).toBeGreaterThan(400)
    expect(admitted).toEqual([...new Set(expected)].sort())
  })

  it.each([
    ['another account’s namespace', theirs],
    ['the cluster’s own', 'kube-system'],
    ['all namespaces at once', ''],
  ])('is refused in %s', async (_where, namespace) => {
    const requests = (await all()).filter(
      ({ namespaced, verb }) => namespaced && (namespace !== '' || ['list', 'watch'].includes(verb)),
    )
    expect((await answers(requests, namespace)).admitted).toEqual([])
  })
})

describe('what leads further', () => {
  it.each([
    [['get', 'pods', '--as', 'admin']],
    [['get', 'pods', '--as', 'admin', '--as-group', 'system:masters']],
    [['get', 'pods', '--as', `system:serviceaccount:${theirs}:berth-kubectl`, '-n', theirs]],
    [['get', 'secrets']],
    [['get', 'secret', 'web']],
    [['exec', '-n', theirs, 'deployment/web', '--', 'true']],
    [['attach', 'deployment/web']],
    [['run', 'more', '--image=x']],
    [['scale', 'deployment/web', '--replicas=2']],
    [['set', 'image', 'deployment/web', 'web=evil']],
    [['delete', 'pods', '--all']],
    [['create', 'serviceaccount', 'me']],
    [['create', 'rolebinding', 'more', '--clusterrole=cluster-admin', '--serviceaccount=default:default']],
    [['get', 'nodes']],
    [['get', 'namespaces']],
    [['get', '--raw', '/metrics']],
    [['get', '--raw', '/logs/']],
  ])('is refused: kubectl %j', async (args) => {
    await expect(kubectl(args)).rejects.toThrow(/Forbidden|forbidden/)
  })

  it('finds no token of the cluster inside the pod', async () => {
    const folderThere = '/var/run/secrets/kubernetes.io'
    await expect(kubectl(['exec', await pod(), '--', 'ls', folderThere])).rejects.toThrow('No such file')
  })

  it.each(['berth-kubectl', 'default'])('mints no token of %s', async (name) => {
    const path = `/api/v1/namespaces/${mine}/serviceaccounts/${name}/token`
    expect(await statusOf(credentials, credentials.token, 'POST', path)).toBe(403)
  })
})

describe('the token', () => {
  it('lasts as long as it says, for the namespace’s ServiceAccount alone', () => {
    const claims = JSON.parse(
      Buffer.from(credentials.token.split('.')[1] ?? '', 'base64url').toString(),
    ) as Record<string, unknown>
    expect(claims['sub']).toBe(`system:serviceaccount:${mine}:berth-kubectl`)
    expect(Number(claims['exp']) * 1_000).toBe(Date.parse(credentials.expiresAt))
  })

  it('is refused when it was altered', async () => {
    const [head, , signature] = credentials.token.split('.')
    const claims = Buffer.from(JSON.stringify({ sub: 'system:admin', exp: 9_999_999_999 })).toString(
      'base64url',
    )
    const path = `/api/v1/namespaces/${mine}/pods`
    expect(await statusOf(credentials, `${head}.${claims}.${signature}`, 'GET', path)).toBe(401)
  })

  it('is worthless once revoked, for ever; a new one works', async () => {
    const old = await issue(theirs)
    expect(await kubectl(['get', 'pods'], old)).toContain('web')
    await revokeCredentials(agent, theirs)
    await revokeCredentials(agent, theirs)
    await expect(kubectl(['get', 'pods'], old)).rejects.toThrow(/Forbidden|Unauthorized|logged in/)
    const renewed = await issue(theirs)
    await until(
      () => 'the API server has forgotten the old token',
      async () => (await statusOf(old, old.token, 'GET', `/api/v1/namespaces/${theirs}/pods`)) === 401,
    )
    expect(await kubectl(['get', 'pods'], renewed)).toContain('web')
  })

  it('can be issued many at a time', async () => {
    const given = await Promise.all([1, 2, 3, 4, 5].map(() => issue(mine)))
    for (const one of given) expect(await kubectl(['get', 'pods'], one)).toContain('web')
  })
})

describe('the agent itself', () => {
  it.each([
    [
      'tokens of other ServiceAccounts',
      'POST',
      '/api/v1/namespaces/kube-system/serviceaccounts/default/token',
    ],
    ['other Roles', 'DELETE', '/apis/rbac.authorization.k8s.io/v1/namespaces/kube-system/roles/x'],
    ['ClusterRoles', 'POST', '/apis/rbac.authorization.k8s.io/v1/clusterroles'],
    ['secrets of anybody', 'GET', '/api/v1/namespaces/kube-system/secrets'],
    ['pods of its own making', 'POST', '/api/v1/namespaces/kube-system/pods'],
    ['nodes from within', 'GET', '/api/v1/nodes/node1/proxy/runningpods/'],
  ])('may not have %s', async (_what, method, path) => {
    const token = agent.getCurrentUser()?.token ?? ''
    expect(await statusOf(await endpointOf(agent), token, method, path)).toBe(403)
  })
})
