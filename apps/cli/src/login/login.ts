import { hostname } from 'node:os'
import type { Command } from 'commander'
import { BerthError } from '@berth/contract'
import { action } from '../action.ts'
import { askSecret, askText, readSecret } from '../ask.ts'
import { writeConfig } from '../config.ts'
import { checkUrl, type Context, type Server } from '../context.ts'
import type { Messages } from '../messages/index.ts'

interface Options {
  readonly account?: string
  readonly tokenStdin?: boolean
  readonly passwordStdin?: boolean
}

export function addLogin(program: Command, { commands, arguments: args, flags }: Messages): void {
  program
    .command('login')
    .description(commands.login)
    .argument('<url>', args.url)
    .option('--account <account>', flags.account)
    .option('--token-stdin', flags.tokenStdin)
    .option('--password-stdin', flags.passwordStdin)
    .action(action(login))
}

async function login(context: Context, options: Options, address: string): Promise<void> {
  const url = checkUrl(address)
  const made =
    options.tokenStdin === true ? { token: await readSecret() } : await makeToken(context, url, options)
  const { client } = await context.serverAt(url, made.token)
  const session = await client.getSession()
  await writeConfig(context.configFile, { url, account: session.account, ...made })
  context.tell(context.messages.said.loggedIn, { url, account: session.account })
}

/** Logs in as a browser does, makes a token and ends that session again. */
async function makeToken(
  context: Context,
  url: string,
  options: Options,
): Promise<{ token: string; tokenId: string }> {
  const { messages } = context
  if (isPlain(url)) context.tell(messages.said.plainHttp, { url })
  const account = options.account ?? (await askText(messages.ask.account))
  const password =
    options.passwordStdin === true ? await readSecret() : await askSecret(messages.ask.password)
  const server = await context.serverAt(url, undefined)
  const headers = await startSession(server, account, password)
  const { id, token } = await server.client.createToken({
    body: { name: `berth on ${hostname()}`.slice(0, 80) },
    headers,
  })
  await server.client.deleteSession({ headers })
  return { token, tokenId: id }
}

/** The headers that make a call one of the session's; changes are only taken from the server's own origin. */
async function startSession(
  server: Server,
  account: string,
  password: string,
): Promise<Record<string, string>> {
  const origin = server.connection.baseUrl
  const response = await server.client.raw.createSession({ body: { account, password }, headers: { origin } })
  const cookie = response.headers
    .getSetCookie()
    .map((each) => each.split(';')[0] ?? '')
    .join('; ')
  await response.body?.cancel()
  if (cookie === '') throw new BerthError('unauthenticated')
  return { cookie, origin }
}

function isPlain(url: string): boolean {
  const { protocol, hostname } = new URL(url)
  return protocol === 'http:' && !/^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname)
}
