import { ACCOUNT, AwsError, answerAction, type Fields } from '../aws';
import type { AwsRequest, AwsResponse, Emulator } from '../emulator';

/** Refuses, as AWS does, to delete a certificate that a distribution uses; moto knows of load balancers only. */
export class CertificatesInUse implements Emulator {
  readonly services = ['acm'];

  /** @param used ARNs of the certificates that distributions use */
  constructor(private readonly used: () => Iterable<string>) {}

  answers({ action, body }: AwsRequest): boolean {
    if (action !== 'DeleteCertificate') return false;
    const { CertificateArn } = JSON.parse(body.toString()) as Fields;
    return [...this.used()].includes(String(CertificateArn));
  }

  handle(request: AwsRequest): AwsResponse | undefined {
    if (!this.answers(request)) return undefined;
    return answerAction(request, (_action, { CertificateArn }) => {
      throw new AwsError(
        'ResourceInUseException',
        `Certificate ${CertificateArn} in account ${ACCOUNT} is in use.`,
      );
    });
  }
}
