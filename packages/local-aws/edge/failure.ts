import { EdgeError, errorPage, type FinalAnswer } from './message';
import type { OpenTrace } from './traces';

/** The page for a failure; what is no refusal of CloudFront's is noted in the trace. */
export function failed(error: unknown, trace: OpenTrace): FinalAnswer {
  const known = error instanceof EdgeError;
  const reason = error instanceof Error ? error.message : String(error);
  if (!known) trace.note('answer', { failure: reason });
  const { status, resultType } = known ? error : { status: 500, resultType: 'Error' as const };
  return { ...errorPage(status, reason), resultType };
}
