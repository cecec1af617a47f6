import { Option, type Command } from 'commander'
import { openContext, type Context, type GlobalOptions } from './context.ts'

/** Makes a command's action of what it does with its own options and arguments, once the context is open. */
export function action(
  work: (context: Context, options: never, ...args: never[]) => Promise<void>,
): (...parameters: unknown[]) => Promise<void> {
  return async (...parameters) => {
    const command = parameters.at(-1) as Command
    const context = await openContext(rootOf(command).opts<GlobalOptions>())
    await work(context, command.opts<never>(), ...(command.processedArgs as never[]))
  }
}

/** Lets every command take the program's own options after its name too, unless it has another of that name. */
export function shareOptions(program: Command): void {
  for (const command of leavesOf(program)) {
    for (const option of program.options.filter(({ long }) => long !== '--version')) {
      const name = option.attributeName()
      if (command.options.some(({ long }) => long === option.long)) continue
      command.addOption(new Option(option.flags, option.description))
      command.on(`option:${option.name()}`, (value: unknown) => program.setOptionValue(name, value ?? true))
    }
  }
}

const leavesOf = (command: Command): Command[] =>
  command.commands.length === 0 ? [command] : command.commands.flatMap(leavesOf)

const rootOf = (command: Command): Command => (command.parent === null ? command : rootOf(command.parent))
