import { Command } from 'commander'
import type { Language } from '@berth/contract'
import { shareOptions } from './action.ts'
import { addAccountCommands } from './administration/account-commands.ts'
import { addBackendCommands } from './administration/backend-commands.ts'
import { addCompletion } from './completion/completion.ts'
import { CliError } from './errors.ts'
import { addContainerCommands } from './containers/container-commands.ts'
import { addCopyFiles } from './files/copy-files.ts'
import { addBuildImage, addImageCommands } from './images/image-commands.ts'
import { addListImages } from './images/list-images.ts'
import { addPullImage } from './images/pull-image.ts'
import { addTenantCredentials } from './kubernetes/tenant-credentials.ts'
import { addLogin } from './login/login.ts'
import { addLogout } from './login/logout.ts'
import { addRegistryCommands } from './login/registry-commands.ts'
import { addTokenCommands } from './login/token-commands.ts'
import { addWhoami } from './login/whoami.ts'
import { messagesIn, type Messages } from './messages/index.ts'
import manifest from '../package.json' with { type: 'json' }

/** The whole command line in a language. Parsing throws CommanderError instead of ending the process. */
export function createProgram(language: Language): Command {
  const messages = messagesIn(language)
  const program = new Command('berth')
  localise(program, messages)
  program
    .description(messages.about)
    .version(manifest.version, '-V, --version', messages.options.version)
    .option('--json', messages.options.json)
    .option('--url <url>', messages.options.url)
    .addHelpText('after', messages.help.exitCodes)
  const add = (parent: Command, name: string, description: string) =>
    parent.command(name).description(description)
  // Main starts these before it comes here; the command as one file has none.
  const refuse = () => {
    throw new CliError('noServers')
  }
  const { commands } = messages
  add(program, 'serve', commands.serve).action(refuse)
  add(add(program, 'agent', commands.agent), 'docker', commands.agentDocker).action(refuse)
  addLogin(program, messages)
  addLogout(program, messages)
  addWhoami(program, messages)
  addContainerCommands(program, messages)
  addCopyFiles(program, messages)
  addListImages(program, messages)
  addBuildImage(program, messages)
  addImageCommands(program, messages)
  addPullImage(program, messages)
  addTenantCredentials(program, messages)
  addRegistryCommands(program, messages)
  addTokenCommands(program, messages)
  addAccountCommands(program, messages)
  addBackendCommands(program, messages)
  addCompletion(program, messages)
  shareOptions(program)
  return program
}

/** Sub-commands take these settings over. */
function localise(program: Command, { help, options }: Messages): void {
  const titles: Record<string, string> = {
    'Usage:': help.usage,
    'Options:': help.options,
    'Commands:': help.commands,
    'Arguments:': help.arguments,
  }
  program
    .exitOverride()
    .enablePositionalOptions()
    .helpOption('-h, --help', options.help)
    .helpCommand(false)
    .configureHelp({ styleTitle: (title) => titles[title] ?? title })
}
