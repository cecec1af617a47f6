import type { Context } from '../context.ts'
import { changeContainers, type ChangeOptions } from './change-containers.ts'
import { isSettled } from './wait-for.ts'

export const stopContainer = (context: Context, options: ChangeOptions, names: string[]): Promise<void> =>
  changeContainers(context, options, names, {
    ask: (client, id) => client.stopContainer({ params: { id } }),
    done: isSettled('stopped'),
  })
