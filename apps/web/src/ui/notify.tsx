import { notifications } from '@mantine/notifications'
import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import { describe } from './describe-error.ts'

/** Tells of an error that belongs to no place on the page. */
export function useNotifyProblem(): (error: unknown) => void {
  const { i18n } = useTranslation()
  return useCallback(
    (error) => {
      const { title, detail } = describe(error, i18n.language === 'ja' ? 'ja' : 'en')
      notifications.show({ color: 'red', title, message: detail, autoClose: 10_000, role: 'alert' })
    },
    [i18n.language],
  )
}

/** Tells that something was done whose result is not plain to see. */
export function notifyDone(message: string): void {
  notifications.show({ color: 'teal', message, role: 'status' })
}
