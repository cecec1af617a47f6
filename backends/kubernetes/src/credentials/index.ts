export { endpointOf, issueCredentials, type IssueOptions, type PublicEndpoint } from './issue-credentials.ts'
export { revokeCredentials } from './revoke-credentials.ts'
export { userRules } from './user-access.ts'
