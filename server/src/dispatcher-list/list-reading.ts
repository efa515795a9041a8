import type { KamailioVersion } from '../catalog/versions.ts';
import type { Analysis } from '../semantic/analysis.ts';
import type { DispatcherList } from './list.ts';

/** A list of destinations with what is known around it: all that its checks and features look at. */
export interface ListReading {
  readonly list: DispatcherList;
  /** The Kamailio that loads it: the version of its configurations, or the one that the settings name. */
  readonly version: KamailioVersion;
  /** The configurations whose `list_file` it is; none where nobody knows of one. */
  readonly configurations: readonly Analysis[];
}
