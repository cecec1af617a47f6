import { answerJson, type Call } from '../answer.ts'
import { ownImage, ownOnly } from '../own-images.ts'

/** One of the account's own images, without the daemon's paths and other accounts' names for it. */
export async function inspectImage({ parts, response, name }: Call): Promise<void> {
  const image = await ownImage(parts, name)
  const { account } = parts.tenant
  const { Id, Created, Size, Architecture, Os, Config, RootFS } = image
  answerJson(response, 200, {
    Id,
    Created,
    Size,
    VirtualSize: Size,
    Architecture,
    Os,
    Config,
    RootFS,
    Parent: '',
    RepoTags: ownOnly(image.RepoTags, account),
    RepoDigests: ownOnly(image.RepoDigests, account),
  })
}
