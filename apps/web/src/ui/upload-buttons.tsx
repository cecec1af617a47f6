import { Button } from '@mantine/core'
import { IconFolderUp, IconUpload } from '@tabler/icons-react'
import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { chosenFiles, type FileToUpload } from './walk-entries.ts'

/** Not in React's types, known to every browser: https://wicg.github.io/entries-api/ */
const wholeFolders = { webkitdirectory: '' }

/** Buttons for those who do not drag: files, or a whole folder. */
export function UploadButtons({ onFiles }: { onFiles: (files: readonly FileToUpload[]) => void }) {
  const { t } = useTranslation('containers')
  const files = useRef<HTMLInputElement>(null)
  const folder = useRef<HTMLInputElement>(null)
  const onChange = (event: React.ChangeEvent<HTMLInputElement>) => {
    onFiles(chosenFiles(event.currentTarget.files ?? []))
    event.currentTarget.value = ''
  }
  return (
    <>
      <input ref={files} type="file" multiple hidden onChange={onChange} data-testid="choose-files" />
      <input
        ref={folder}
        type="file"
        multiple
        hidden
        {...wholeFolders}
        onChange={onChange}
        data-testid="choose-folder"
      />
      <Button leftSection={<IconUpload size={16} aria-hidden />} onClick={() => files.current?.click()}>
        {t('files.upload')}
      </Button>
      <Button
        variant="default"
        leftSection={<IconFolderUp size={16} aria-hidden />}
        onClick={() => folder.current?.click()}
      >
        {t('files.upload-folder')}
      </Button>
    </>
  )
}
