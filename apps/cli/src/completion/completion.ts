import { Argument, type Command } from 'commander'
import type { Messages } from '../messages/index.ts'
import { bashScript, fishScript, zshScript, type Completable } from './scripts.ts'

const scripts = { bash: bashScript, zsh: zshScript, fish: fishScript }

export function addCompletion(program: Command, { commands, arguments: args }: Messages): void {
  program
    .command('completion')
    .description(commands.completion)
    .addArgument(new Argument('<shell>', args.shell).choices(Object.keys(scripts)))
    .action((shell: keyof typeof scripts) => {
      process.stdout.write(scripts[shell](completables(program)))
    })
}

/** Every command with its options and whose names it takes. */
function completables(program: Command): Completable[] {
  return program.commands.flatMap((command) =>
    [command.name(), ...command.aliases()].map((name) => ({
      name,
      description: command.description(),
      words: [
        ...command.commands.map((each) => each.name()),
        ...command.options.flatMap(({ long }) => (long === undefined ? [] : [long])),
      ],
      takes: containerCommands.has(name) ? 'container' : imageCommands.has(name) ? 'image' : undefined,
    })),
  )
}

const containerCommands = new Set(['show', 'start', 'stop', 'restart', 'rm', 'logs', 'exec', 'cp'])
const imageCommands = new Set(['image', 'pull'])
