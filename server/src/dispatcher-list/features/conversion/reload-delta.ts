import { compareVersions } from '../../../catalog/versions.ts';
import { meansModule } from '../../../semantic/module-expression.ts';
import type { ListReading } from '../../list-reading.ts';

/** The module's default up to 6.1 and after it (`ds_reload_delta` in dispatcher.c). */
const OLD_DEFAULT = 5;
const NEW_DEFAULT = 0;

/**
 * The seconds that have to pass between two changes of the list in memory: the largest `reload_delta` of the
 * configurations that load it.
 */
export function reloadDelta({ configurations, version }: ListReading): number {
  const byDefault = compareVersions(version, '6.2') >= 0 ? NEW_DEFAULT : OLD_DEFAULT;
  if (configurations.length === 0) return byDefault;
  const deltas = configurations.map(({ program }) => {
    const setting = program.symbols.parameters.findLast(
      ({ module, parameter }) => parameter === 'reload_delta' && meansModule(module, 'dispatcher'),
    );
    if (!setting) return byDefault;
    const seconds = Number.parseInt(setting.valueToken?.image ?? '', 10);
    if (Number.isNaN(seconds)) return byDefault;
    return setting.isNegative ? 0 : seconds;
  });
  return Math.max(...deltas);
}
