import {
  paginateGetResources,
  ResourceGroupsTaggingAPIClient,
} from '@aws-sdk/client-resource-groups-tagging-api';
import { type ClientSettings, ofAllPages } from '../../cli/aws-client';

/** Something that AWS says carries tags. */
export interface Tagged {
  readonly arn: string;
  readonly awsRegion: string;
  readonly tags: Readonly<Record<string, string>>;
}

/** What global services are listed under: https://docs.aws.amazon.com/resourcegroupstagging/latest/APIReference/API_GetResources.html */
export const GLOBAL_AWS_REGION = 'us-east-1';

/** The tag that every resource of a deployment carries, by `default_tags` of its providers. */
const DEPLOYMENT = 'deployment';

/** Everything in these AWS regions that carries the deployment's tag; throws one sentence where a region does not tell. */
export async function taggedResources(
  deployment: string,
  awsRegions: readonly string[],
  settingsOf: (awsRegion: string) => ClientSettings,
): Promise<Tagged[]> {
  const all = await Promise.all(
    awsRegions.map(async (awsRegion) => {
      const client = new ResourceGroupsTaggingAPIClient(settingsOf(awsRegion));
      try {
        const found = await ofAllPages(
          paginateGetResources({ client }, { TagFilters: [{ Key: DEPLOYMENT, Values: [deployment] }] }),
          ({ ResourceTagMappingList }) => ResourceTagMappingList,
        );
        return found.flatMap(({ ResourceARN: arn, Tags = [] }) =>
          arn === undefined
            ? []
            : [
                {
                  arn,
                  awsRegion,
                  tags: Object.fromEntries(Tags.map(({ Key = '', Value = '' }) => [Key, Value])),
                },
              ],
        );
      } catch (error) {
        const { name, message } = error as Error;
        throw new Error(
          `${awsRegion} does not tell what carries the tag ${DEPLOYMENT} (${name}: ${message})`,
          {
            cause: error,
          },
        );
      } finally {
        client.destroy();
      }
    }),
  );
  return all.flat();
}
