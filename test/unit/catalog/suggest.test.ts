import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { suggest } from '../../../server/src/catalog/suggest.ts';
import { openCatalog } from './repository.ts';

describe('suggestions for misspelt names', () => {
  const parameters = (openCatalog('6.1').module('dispatcher')?.parameters ?? []).map((parameter) => parameter.name);

  it('find what was meant', () => {
    assert.equal(suggest('ds_ping_intervall', parameters), 'ds_ping_interval');
    assert.equal(suggest('ds_probbing_mode', parameters), 'ds_probing_mode');
    assert.equal(suggest('list_flie', parameters), 'list_file');
    assert.equal(suggest('DB_URL', parameters), 'db_url');
  });

  it('stay away when nothing is near', () => {
    assert.equal(suggest('enable_tls', parameters), undefined);
    assert.equal(suggest('x', parameters), undefined);
    assert.equal(suggest('', parameters), undefined);
  });

  it('prefer the nearer one', () => {
    assert.equal(suggest('t_relay', ['t_reply', 't_relay_to', 't_relax']), 't_relax');
  });
});
