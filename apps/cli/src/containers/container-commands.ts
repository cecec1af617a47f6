import { Option, type Command } from 'commander'
import { containerStates } from '@berth/contract'
import { action } from '../action.ts'
import type { Messages } from '../messages/index.ts'
import { parseMemory, parseNumber, parseWhole } from '../output/amounts.ts'
import { createContainer } from './create-container.ts'
import { deleteContainer } from './delete-container.ts'
import { execContainer } from './exec-container.ts'
import { getContainerLogs } from './get-container-logs.ts'
import { getContainer } from './get-container.ts'
import { listContainers } from './list-containers.ts'
import { restartContainer } from './restart-container.ts'
import { startContainer } from './start-container.ts'
import { stopContainer } from './stop-container.ts'

/** The commands about containers: what they take. What they do is in a file each. */
export function addContainerCommands(program: Command, messages: Messages): void {
  addRun(program, messages)
  addReading(program, messages)
  addChanging(program, messages)
  addExec(program, messages)
}

const collect = (value: string, before: readonly string[] | undefined) => [...(before ?? []), value]

function addRun(program: Command, { commands, arguments: args, flags, options }: Messages): void {
  program
    .command('run')
    .description(commands.run)
    .argument('<image>', args.image)
    .argument('[command...]', args.command)
    .requiredOption('--name <name>', flags.name)
    .option('-e, --env <name=value>', flags.env, collect)
    .option('-p, --port <port>', flags.port, collect)
    .option('-m, --memory <amount>', flags.memory, parseMemory)
    .option('--cpus <n>', flags.cpus, parseNumber)
    .option('--pids <n>', flags.pids, parseWhole)
    .option('--gpus <n>', flags.gpus, parseWhole)
    .option('--backend <name>', flags.backend)
    .option('-d, --detach', options.detach)
    .action(action(createContainer))
}

function addReading(program: Command, { commands, arguments: args, flags, columns }: Messages): void {
  program
    .command('ps')
    .alias('ls')
    .description(commands.ps)
    .option('-a, --all', flags.all)
    .option('-q, --quiet', flags.quiet)
    .addOption(new Option('--state <state>', columns.state).choices(containerStates))
    .action(action(listContainers))
  program
    .command('show')
    .description(commands.show)
    .argument('<name>', args.name)
    .action(action(getContainer))
  program
    .command('logs')
    .description(commands.logs)
    .argument('<name>', args.name)
    .option('-f, --follow', flags.follow)
    .option('-n, --tail <n>', flags.tail, parseWhole)
    .action(action(getContainerLogs))
}

function addChanging(program: Command, { commands, arguments: args, options }: Messages): void {
  const verbs = [
    ['start', commands.start, startContainer],
    ['stop', commands.stop, stopContainer],
    ['restart', commands.restart, restartContainer],
    ['rm', commands.rm, deleteContainer],
  ] as const
  for (const [name, description, work] of verbs) {
    program
      .command(name)
      .description(description)
      .argument('<name...>', args.name)
      .option('-d, --detach', options.detach)
      .action(action(work))
  }
}

function addExec(program: Command, { commands, arguments: args, flags }: Messages): void {
  program
    .command('exec')
    .description(commands.exec)
    .argument('<name>', args.name)
    .argument('[command...]', args.command)
    .option('-i, --interactive', flags.interactive)
    .option('-t, --tty', flags.tty)
    .option('--attach', flags.attach)
    .action(action(execContainer))
}
