import { Alert, Badge, createTheme, type CSSVariablesResolver, type MantineColorsTuple } from '@mantine/core'

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

/** The harbour at night. */
const dark: MantineColorsTuple = [
  '#dbe4e9',
  '#b8c6ce',
  '#9fb0b9',
  '#7d909a',
  '#3f525c',
  '#2f4049',
  '#1e2b33',
  '#151f26',
  '#101920',
  '#0b1216',
]

/** System fonts, with good Japanese ones: nothing is fetched. */
const fontFamily =
  "system-ui, -apple-system, 'Segoe UI', 'Hiragino Sans', 'Noto Sans JP', 'Noto Sans CJK JP', 'Yu Gothic UI', Meiryo, sans-serif"

export const theme = createTheme({
  colors: { harbour, dark },
  primaryColor: 'harbour',
  primaryShade: { light: 8, dark: 7 },
  autoContrast: true,
  fontFamily,
  fontFamilyMonospace:
    "ui-monospace, 'SFMono-Regular', Menlo, Consolas, 'Noto Sans Mono CJK JP', 'BIZ UDGothic', monospace",
  headings: { fontFamily, fontWeight: '650' },
  defaultRadius: 'md',
  respectReducedMotion: true,
  cursorType: 'pointer',
  components: {
    Alert: Alert.extend({ classNames: { root: 'alert', title: 'alert-title', icon: 'alert-title' } }),
    Badge: Badge.extend({ defaultProps: { variant: 'light', tt: 'none' }, classNames: { root: 'badge' } }),
  },
})

/** Secondary text and links reach 4.5:1 on every surface (WCAG 1.4.3). */
export const colours: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-dimmed': '#4a5d68',
    '--mantine-color-placeholder': '#63747e',
    '--mantine-color-error': '#b42323',
    '--berth-page': '#f4f8fa',
  },
  dark: {
    '--mantine-color-dimmed': '#a9b8c1',
    '--mantine-color-placeholder': '#93a4ae',
    '--mantine-color-anchor': '#a7cddf',
    '--mantine-color-error': '#ff9c9c',
    '--berth-page': 'var(--mantine-color-body)',
  },
})
