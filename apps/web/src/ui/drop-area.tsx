import { notifications } from '@mantine/notifications'
import { IconUpload } from '@tabler/icons-react'
import { useRef, useState, type DragEvent, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import classes from './drop-area.module.css'
import { readDropped, type FileToUpload } from './walk-entries.ts'

/** Takes files and folders that are dropped on it. */
export function DropArea(props: {
  /** What dropping here does. */
  hint: string
  onFiles: (files: readonly FileToUpload[]) => void
  children: ReactNode
}) {
  const { hint, onFiles, children } = props
  const { t } = useTranslation('containers')
  const [over, setOver] = useState(false)
  const depth = useRef(0)
  const carries = (event: DragEvent) => event.dataTransfer.types.includes('Files')
  const move = (event: DragEvent, change: number) => {
    if (!carries(event)) return
    event.preventDefault()
    depth.current += change
    setOver(depth.current > 0)
  }
  const drop = (event: DragEvent) => {
    if (!carries(event)) return
    event.preventDefault()
    depth.current = 0
    setOver(false)
    void readDropped(event.dataTransfer.items).then(({ files, unreadable }) => {
      if (unreadable > 0)
        notifications.show({ color: 'yellow', message: t('files.unreadable', { count: unreadable }) })
      if (files.length > 0) onFiles(files)
    })
  }
  return (
    <div
      className={classes['drop']}
      data-over={over || undefined}
      data-testid="drop-area"
      onDragEnter={(event) => move(event, 1)}
      onDragOver={(event) => move(event, 0)}
      onDragLeave={(event) => move(event, -1)}
      onDrop={drop}
    >
      {children}
      {over && (
        <div className={classes['over']}>
          <IconUpload size={32} aria-hidden />
          {hint}
        </div>
      )}
    </div>
  )
}
