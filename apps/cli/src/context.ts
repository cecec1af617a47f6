import { readFile } from 'node:fs/promises'
import { createClient, type Client } from '@berth/client'
import { connect, type Connection } from '@berth/client/node'
import { consoleRoutes, fill, type ErrorParams, type Language } from '@berth/contract'
import { configFile, readConfig, type Config } from './config.ts'
import { CliError, exitCodes, usageError } from './errors.ts'
import { languageOf, messagesIn, type Messages } from './messages/index.ts'
import { plainText } from './output/plain-text.ts'
import { table } from './output/table.ts'

export type ConsoleClient = Client<typeof consoleRoutes>

export interface GlobalOptions {
  readonly json?: boolean
  readonly url?: string
}

/** A server, and who talks to it. */
export interface Server {
  readonly url: string
  readonly token: string | undefined
  readonly connection: Connection
  readonly client: ConsoleClient
}

/** What every command works with. */
export interface Context {
  readonly language: Language
  readonly messages: Messages
  readonly json: boolean
  readonly configFile: string
  readonly config: Config | undefined
  /** The server logged in to. Throws CliError where there is none. */
  readonly server: () => Promise<Server>
  /** A server by its address. */
  readonly serverAt: (url: string, token: string | undefined) => Promise<Server>
  /** A line on standard output. */
  readonly print: (text: string) => void
  /** A line for people, on standard error. */
  readonly tell: (text: string, params?: ErrorParams) => void
  /** Data: as JSON where asked, else what `show` makes of it. */
  readonly data: <T>(value: T, show: (value: T) => string) => void
  readonly table: (head: readonly string[], rows: readonly (readonly string[])[]) => string
}

/** Reads settings: options, then the environment, then what login left behind. */
export async function openContext(
  options: GlobalOptions,
  env: NodeJS.ProcessEnv = process.env,
): Promise<Context> {
  const language = languageOf(env)
  const file = configFile(env)
  const config = await readConfig(file)
  const serverAt = async (url: string, token: string | undefined) =>
    openServer(url, token, language, await readCa(env['BERTH_CA']))
  const print = (text: string) => void process.stdout.write(text.endsWith('\n') ? text : `${text}\n`)
  return {
    language,
    messages: messagesIn(language),
    json: options.json ?? false,
    configFile: file,
    config,
    serverAt,
    server: () => {
      const { url, token } = whichServer(options, env, config)
      return serverAt(url, token)
    },
    print,
    tell: (text, params = {}) => void process.stderr.write(`${plainText(fill(text, params))}\n`),
    data: (value, show) => print(options.json === true ? JSON.stringify(value, null, 2) : show(value)),
    table: (head, rows) => table(head, rows, process.stdout.isTTY ? process.stdout.columns : undefined),
  }
}

/** Never sends the token of one server to another. */
export function whichServer(
  options: GlobalOptions,
  env: NodeJS.ProcessEnv,
  config: Config | undefined,
): { url: string; token: string } {
  const url = options.url ?? env['BERTH_URL'] ?? config?.url
  const token =
    env['BERTH_TOKEN'] ??
    (config !== undefined && url !== undefined && same(url, config.url) ? config.token : undefined)
  if (url === undefined || token === undefined) throw new CliError('notLoggedIn', {}, exitCodes.notLoggedIn)
  return { url: checkUrl(url), token }
}

const same = (a: string, b: string) => checkUrl(a) === checkUrl(b)

/** The address without path; `https:`, `http:` or `unix:/path`. Throws CliError. */
export function checkUrl(value: string): string {
  if (/^unix:\/\S/.test(value)) return value
  const url = URL.parse(value)
  if (url === null || !/^https?:$/.test(url.protocol)) throw usageError('badUrl', { value })
  return url.origin
}

async function readCa(file: string | undefined): Promise<string | undefined> {
  return file === undefined || file === '' ? undefined : readFile(file, 'utf8')
}

function openServer(
  url: string,
  token: string | undefined,
  language: Language,
  ca: string | undefined,
): Server {
  const connection = connect({ url: checkUrl(url), ca })
  const client = createClient(consoleRoutes, {
    baseUrl: connection.baseUrl,
    fetch: connection.fetch,
    language: () => language,
    headers: { 'user-agent': 'berth-cli' },
    ...(token === undefined ? {} : { token }),
  })
  return { url: checkUrl(url), token, connection, client }
}
