import type { Section } from '../section.ts'
import { previewWords } from '../../shared/preview-words.ts'

export const commandSection: Section<'command'> = {
  initial: () => ({ command: '' }),
  validate: ({ command }) => (previewWords(command).open ? { command: { key: 'create.open-quote' } } : {}),
  contribute: ({ command }) => (command.trim() === '' ? {} : { command }),
}
