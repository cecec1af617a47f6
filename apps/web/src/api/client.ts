import { createClient } from '@berth/client'
import { consoleRoutes } from '@berth/contract'
import i18next from 'i18next'

/** The console's API, as whoever is logged in in this browser; errors come in the page's language. */
export const client = createClient(consoleRoutes, { baseUrl: '', language: () => i18next.language })
