import type { Context } from '../context.ts'
import { changeContainers, type ChangeOptions } from './change-containers.ts'

export const deleteContainer = (context: Context, options: ChangeOptions, names: string[]): Promise<void> =>
  changeContainers(context, options, names, {
    ask: (client, id) => client.deleteContainer({ params: { id } }),
    done: () => false,
  })
