import { demo } from '../../config/deployments/demo';
import type { DocumentInput } from '../../config/document';

const AWS_REGIONS = [
  'ap-southeast-1',
  'eu-central-1',
  'us-west-2',
  'sa-east-1',
  'af-south-1',
  'ap-northeast-1',
] as const;

/** The demo document with the given number of regions (1 to 6). */
export function documentWithRegions(count: number): DocumentInput {
  const region = (index: number) => `region${(index % count) + 1}`;
  const regions = AWS_REGIONS.slice(0, count).map((awsRegion, index) => ({
    name: `region${index + 1}`,
    awsRegion,
    cidrBlock: `10.${10 * (index + 1)}.0.0/16`,
    failoverTo: count === 1 ? undefined : region(index + 1),
  }));
  const places = { primary: region(0), standby: region(1) };
  const services = demo.services && {
    ...demo.services,
    apis: demo.services.apis.map((service) => ({ ...service, ...places })),
  };
  return {
    ...demo,
    regions,
    services: count === 1 ? undefined : services,
    routing: {
      continents: {
        AF: region(0),
        AN: region(1),
        AS: region(2),
        EU: region(3),
        NA: region(4),
        OC: region(5),
        SA: region(6),
      },
      countries: {},
      defaultRegion: 'region1',
    },
    backfill: {
      ...demo.backfill,
      regions: regions.map(({ name }) => name),
      fullOrigin: { region: 'region1' },
    },
  };
}
