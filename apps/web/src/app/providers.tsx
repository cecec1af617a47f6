import { MantineProvider, mergeThemeOverrides } from '@mantine/core'
import { Notifications } from '@mantine/notifications'
import { BerthError } from '@berth/contract'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { useMemo, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { colours, theme } from './theme.ts'

/**
 * Answers stay true by events, so they are not fetched again for getting old. What was refused is not asked again.
 * A browser that calls itself offline may still reach a console on its own machine.
 */
export const queries = new QueryClient({
  defaultOptions: {
    mutations: { networkMode: 'always' },
    queries: {
      networkMode: 'always',
      staleTime: Infinity,
      refetchOnWindowFocus: false,
      retry: (failures, error) => failures < 2 && !(error instanceof BerthError && error.status < 500),
    },
  },
})

export function Providers({ children }: { children: ReactNode }) {
  const { t } = useTranslation()
  const close = t('close')
  // Mantine gives its crosses no name.
  const named = useMemo(
    () =>
      mergeThemeOverrides(theme, { components: { CloseButton: { defaultProps: { 'aria-label': close } } } }),
    [close],
  )
  return (
    <QueryClientProvider client={queries}>
      <MantineProvider theme={named} cssVariablesResolver={colours} defaultColorScheme="auto">
        <Notifications position="bottom-right" />
        {children}
      </MantineProvider>
    </QueryClientProvider>
  )
}
