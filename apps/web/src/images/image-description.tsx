import { Typography } from '@mantine/core'
import Markdown from 'react-markdown'

/**
 * What an image is for, as Markdown. Whoever shares an image writes this for others' browsers: HTML in it is shown as
 * text, and pictures, which would tell a stranger's server who looks, are left out.
 */
export function ImageDescription({ text }: { text: string }) {
  if (text.trim() === '') return null
  return (
    <Typography fz="sm" style={{ overflowWrap: 'anywhere' }}>
      <Markdown
        disallowedElements={['img']}
        components={{
          a: ({ children, href }) => (
            <a href={href} target="_blank" rel="noopener noreferrer nofollow">
              {children}
            </a>
          ),
          h1: 'h4',
          h2: 'h4',
          h3: 'h4',
        }}
      >
        {text}
      </Markdown>
    </Typography>
  )
}
