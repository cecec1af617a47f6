export { writeBytes } from './write-bytes.ts'
