import { createTheme, type MantineColorsTuple } from '@mantine/core'

/** The harbour's blue, of which the seventh is the sea at dusk. */
const harbour: MantineColorsTuple = [
  '#e8f5fa',
  '#d3e6ef',
  '#a7cddf',
  '#78b2ce',
  '#519bc0',
  '#388db8',
  '#2886b5',
  '#17729c',
  '#0b6087',
  '#0b4f6c',
]

/** System fonts, with good Japanese ones: nothing is fetched. */
const fontFamily =
  "system-ui, -apple-system, 'Segoe UI', 'Hiragino Sans', 'Noto Sans JP', 'Noto Sans CJK JP', 'Yu Gothic UI', Meiryo, sans-serif"

export const theme = createTheme({
  colors: { harbour },
  primaryColor: 'harbour',
  primaryShade: { light: 8, dark: 5 },
  autoContrast: true,
  fontFamily,
  fontFamilyMonospace:
    "ui-monospace, 'SFMono-Regular', Menlo, Consolas, 'Noto Sans Mono CJK JP', 'BIZ UDGothic', monospace",
  headings: { fontFamily, fontWeight: '650' },
  defaultRadius: 'md',
  respectReducedMotion: true,
  cursorType: 'pointer',
})
