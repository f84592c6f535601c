import { anything, inRegions, type Permission } from './permission';

/** ACM: certificates. */
export const certificates: Permission = {
  types: ['aws_acm_certificate', 'aws_acm_certificate_validation'],
  read: () => [{ actions: ['acm:DescribeCertificate', 'acm:List*'], resources: anything }],
  write: (scope) => [
    {
      actions: [
        'acm:RequestCertificate',
        'acm:DeleteCertificate',
        'acm:UpdateCertificateOptions',
        'acm:AddTagsToCertificate',
        'acm:RemoveTagsFromCertificate',
      ],
      resources: anything,
      conditions: inRegions(scope),
    },
  ],
};
