/**
 * Regions of AWS's commercial partition that the pinned AWS provider knows.
 *
 * The other partitions (China, GovCloud) have no CloudFront of this kind, so the platform cannot span them.
 */
export const AWS_REGIONS: readonly string[] = `
  us-east-1 us-east-2 us-west-1 us-west-2 ca-central-1 ca-west-1 mx-central-1 sa-east-1
  eu-central-1 eu-central-2 eu-west-1 eu-west-2 eu-west-3 eu-north-1 eu-south-1 eu-south-2
  il-central-1 me-central-1 me-south-1 af-south-1
  ap-east-1 ap-east-2 ap-south-1 ap-south-2 ap-northeast-1 ap-northeast-2 ap-northeast-3
  ap-southeast-1 ap-southeast-2 ap-southeast-3 ap-southeast-4 ap-southeast-5 ap-southeast-7`
  .trim()
  .split(/\s+/);

/** Those that can hold the states: Terraform 1.11, the oldest that we take, refuses a backend in ap-east-2 ("Invalid AWS Region"). */
export const STATE_AWS_REGIONS = AWS_REGIONS.filter((code) => code !== 'ap-east-2');

/** https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Concepts.Aurora_Fea_Regions_DB-eng.Feature.GlobalDatabase.html */
const WITHOUT_GLOBAL_DATABASE = ['ap-east-2', 'ap-southeast-7', 'mx-central-1'];

/**
 * Those that can hold a region of ours: us-west-1 gives new accounts two zones, and a VPC of ours spans three; others have no
 * Aurora global database.
 */
export const PLATFORM_AWS_REGIONS = AWS_REGIONS.filter(
  (code) => code !== 'us-west-1' && !WITHOUT_GLOBAL_DATABASE.includes(code),
);
