import { type AnswerHttp, hostOf } from '../http/http-host';
import { type Api, forbidden } from './apis';
import type { CustomDomain, Mapping } from './deployed-domains';

/**
 * The mapping with the longest base path that the request's path begins with decides about the API:
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/rest-api-mappings.html
 */
export function customDomainAnswers(domain: CustomDomain, apis: ReadonlyMap<string, Api>): AnswerHttp {
  const domainName = domain.domainName.toLowerCase();
  const mappings = [...domain.mappings].sort((a, b) => b.basePath.length - a.basePath.length);
  return async (call) => {
    const mapping = mappings.find((one) => isBelow(one, call.path));
    if (mapping === undefined || hostOf(call) !== domainName) return forbidden();
    const { basePath, apiId, stage } = mapping;
    const path = basePath === '' ? call.path : call.path.slice(basePath.length + 1) || '/';
    return apis.get(apiId)?.answer(call, { domainName, path, stage, isCustomDomain: true }) ?? forbidden();
  };
}

const isBelow = ({ basePath }: Mapping, path: string) =>
  basePath === '' || path === `/${basePath}` || path.startsWith(`/${basePath}/`);
