import { Group, Pill } from '@mantine/core'
import classes from './create-container.module.css'

export interface PreviewPill {
  readonly key: string
  readonly text: string
  /** Why it would be refused, in words. */
  readonly fault?: string | undefined
}

/** What a line will be understood as, word by word, while it is typed. */
export function PreviewPills({ label, pills }: { label: string; pills: readonly PreviewPill[] }) {
  if (pills.length === 0) return null
  return (
    <Group gap={6} mt={6} role="list" aria-label={label} data-testid="preview">
      {pills.map(({ key, text, fault }) => (
        <Pill
          key={key}
          role="listitem"
          className={classes['pill'] ?? ''}
          data-fault={fault === undefined ? undefined : true}
          title={fault ?? text}
        >
          {fault === undefined ? text : `${text} – ${fault}`}
        </Pill>
      ))}
    </Group>
  )
}
