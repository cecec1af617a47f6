import { expect, it } from 'vitest'
import { fileName } from './image-to-convert.ts'

const digest = `sha256:0123456789abcdef${'0'.repeat(48)}`

it.each([
  ['docker.io/library/python:3.13', 'python_3.13.sif'],
  ['registry.example:5000/a/b', 'b_latest.sif'],
  ['registry.example:5000/a/b:1', 'b_1.sif'],
  [`docker.io/library/python@${digest}`, 'python_0123456789ab.sif'],
  [`registry.example:5000/python:3.13@${digest}`, 'python_3.13.sif'],
])('the file of %s is %s', (reference, name) => expect(fileName(reference)).toBe(name))
