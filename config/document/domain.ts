import { list, matching, section } from '../fields';
import { dnsLabel, domainName } from '../names';
import type { Problem } from '../problem';
import type { Check, Document } from '.';

export const fields = {
  /** Names that viewers, edge and regions meet under. */
  domain: section({
    /** Apex of the public zone, such as `example.com`. */
    name: domainName,
    /** Id of a public zone that exists already. @default - the platform creates the zone */
    hostedZoneId: matching(
      'a Route 53 zone id such as "Z0123456789ABCDEFGHIJ"',
      /^Z[A-Z0-9]{1,31}$/,
    ).optional(),
    /**
     * Names that viewers use and the main distribution answers for; each is the apex or below it. With the origin
     * names, which are one wildcard, they share one certificate, to which ACM admits ten names.
     */
    siteNames: list(domainName, 'site names', 1, 9),
    /** Name of the media distribution, such as `media.example.com`. */
    mediaName: domainName,
    /** Label under which regions answer: `<region>.<originLabel>.<domain>`. */
    originLabel: dnsLabel.default('origin'),
    /** Label of the private zone: `write.<privateLabel>.<domain>` and `read.<privateLabel>.<domain>`. */
    privateLabel: dnsLabel.default('internal'),
  }),
};

export const checks: readonly Check[] = [
  { needs: ['domain'], problems: domainProblems },
  { needs: ['domain', 'regions[].name'], problems: originNameProblems },
];

/** ACM puts a certificate's first name into its common name: https://docs.aws.amazon.com/acm/latest/APIReference/API_RequestCertificate.html */
const MAXIMUM_CERTIFICATE_NAME = 64;

function* domainProblems({ domain }: Document): Iterable<Problem> {
  const { name, siteNames, mediaName, originLabel, privateLabel } = domain;
  const viewerNames = [
    ...siteNames.map((siteName, index) => ({ path: `domain.siteNames[${index}]`, siteName })),
    { path: 'domain.mediaName', siteName: mediaName },
  ];
  const privateZone = `${privateLabel}.${name}`;
  const origins = `${originLabel}.${name}`;
  for (const { path, siteName } of viewerNames) {
    if (siteName !== name && !siteName.endsWith(`.${name}`)) {
      yield { path, expected: `"${name}" or a name below it`, got: siteName };
    } else if (siteName === privateZone || siteName.endsWith(`.${privateZone}`)) {
      yield { path, expected: `a name outside the private zone "${privateZone}"`, got: siteName };
    } else if (siteName === origins || siteName.endsWith(`.${origins}`)) {
      yield { path, expected: `a name outside "${origins}", where regions answer`, got: siteName };
    } else if (siteName.length > MAXIMUM_CERTIFICATE_NAME) {
      yield { path, expected: `at most ${MAXIMUM_CERTIFICATE_NAME} characters, as ACM wants`, got: siteName };
    }
  }
  for (const [index, { path, siteName }] of viewerNames.entries()) {
    if (viewerNames.findIndex((other) => other.siteName === siteName) < index) {
      yield { path, expected: 'a name that is not listed yet', got: siteName };
    }
  }
  if (originLabel === privateLabel) {
    yield {
      path: 'domain.privateLabel',
      expected: 'a label other than "domain.originLabel", whose names the private zone would hide',
      got: privateLabel,
    };
  }
}

function* originNameProblems(document: Document): Iterable<Problem> {
  const { name, originLabel } = document.domain;
  for (const [index, region] of document.regions.entries()) {
    const originName = `${region.name}.${originLabel}.${name}`;
    if (originName.length > MAXIMUM_CERTIFICATE_NAME) {
      yield {
        path: `regions[${index}].name`,
        expected: `an origin name of at most ${MAXIMUM_CERTIFICATE_NAME} characters, as ACM wants`,
        got: originName,
      };
    }
  }
}
