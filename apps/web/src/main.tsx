import '@mantine/core/styles.css'
import '@mantine/notifications/styles.css'
import './app/app.css'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { Providers } from './app/providers.tsx'
import { router } from './app/router.tsx'
import { startTranslation } from './i18n/i18n.ts'

const place = document.getElementById('root')
if (place === null) throw new Error('index.html has no #root')
await startTranslation()
createRoot(place).render(
  <StrictMode>
    <Providers>
      <RouterProvider router={router} />
    </Providers>
  </StrictMode>,
)
