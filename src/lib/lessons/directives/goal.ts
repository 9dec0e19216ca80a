import { buildFormula } from '../../formula';
import { LessonFault, type Attributes } from '../attributes';
import { goalFault } from '../check/grade';
import { isUsable } from '../check/requirements';
import type { Goal } from '../lesson';

/** Attributes that say what is asked for. */
export const GOAL = [
  ...['build', 'at', 'set', 'value', 'gradient', 'uses', 'avoids'],
  ...['requires-grad', 'no-grad', 'zero', 'none', 'scalar']
] as const;

/** @throws LessonFault where the goal can't be graded or asks nothing */
export function goalOf(attributes: Attributes): Goal {
  const formula = attributes.text('build');
  const built = formula === null ? null : buildFormula(formula, { at: attributes.values('at') });
  if (built?.ok === false) attributes.fail('build', built.errors[0]?.message ?? 'it is faulty');
  const goal: Goal = {
    reference: built?.ok === true ? built.document : null,
    formula: formula ?? '',
    set: attributes.values('set'),
    value: attributes.tensor('value'),
    gradient: attributes.values('gradient'),
    uses: attributes.names('uses'),
    avoids: attributes.names('avoids'),
    requiresGrad: attributes.names('requires-grad'),
    noGrad: attributes.names('no-grad'),
    zero: attributes.names('zero'),
    none: attributes.names('none'),
    scalar: attributes.flag('scalar')
  };
  for (const name of ['uses', 'avoids'] as const) {
    const unknown = goal[name].find((one) => !isUsable(one));
    if (unknown !== undefined) attributes.fail(name, `there is no operation \`${unknown}\``);
  }
  const fault = goalFault(goal);
  if (fault !== null) attributes.fail('build', fault);
  const { reference, value, scalar, ...lists } = goal;
  const isAsked = Object.values({ ...lists, formula: '' }).some(
    (one) => Object.keys(one).length > 0
  );
  if (!reference && value === null && !scalar && !isAsked) {
    throw new LessonFault(
      `\`${attributes.directive.name}\` asks for nothing: say what to \`build\`, or what else is asked.`
    );
  }
  return goal;
}
