import { anything, inRegions, type Permission } from './permission';

/** Certificates. */
export const certificates: Permission = {
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
