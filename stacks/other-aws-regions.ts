import type { Document } from '../config/document';

/** AWS regions of the document but this one. */
export const otherAwsRegions = ({ regions }: Pick<Document, 'regions'>, awsRegion: string): string[] =>
  regions.map((region) => region.awsRegion).filter((other) => other !== awsRegion);
