import assert from 'node:assert/strict';
import {
  findSection,
  readDocBook,
  readReadme,
  type DocumentedItem,
  type OfficialSection,
} from '../../../server/src/catalog/official-text.ts';

// Written for this test, in the form that Kamailio's build gives to its READMEs.
const README = `Acme Module

Ann Author

   <ann@acme.example>

     __________________________________________________________________

   Table of Contents

   1. Admin Guide

        1. Overview
        2. Parameters

Chapter 1. Admin Guide

1. Overview

   Prices calls as they
   are made.

   It never sleeps.

2. Parameters

   2.1. nothing

2.1. tariff (string)

   Which tariff holds:
     * day - in the
       day
     * night

   Default value is "day".

   Example 1.1. Set tariff
...
modparam("acme", "tariff", "night")
...

   It may be set twice.

3. Functions

3.1.  acme_charge(account [, limit])

   Charges.

3.2. a title that is so long that it does
not fit in acme_long(x)

   Long.

4. Exported pseudo-variables

4.1. $price(currency)

   The price.

5. Event routes

5.1. event_route[acme:broke]

   No money.

6. RPC Commands

6.1. acme.reload

   Reads again.

7. Transformations

7.1. {money.round,digits}

   Rounds.
`;

const DOCBOOK = `<?xml version="1.0" encoding='ISO-8859-1'?>
<chapter>
  <section>
    <title>Overview</title>
    <para>Prices calls, &amp; more.</para>
  </section>
  <section id="acme.parameters">
    <title>Parameters</title>
    <!-- <section id="acme.p.old"><title>old</title></section> -->
    <section id="acme.p.tariff">
      <title><varname>tariff</varname> (string)</title>
      <para>Which <emphasis>tariff</emphasis>
        holds:
        <itemizedlist>
          <listitem><para>day</para></listitem>
          <listitem><para>night</para></listitem>
        </itemizedlist>
      </para>
      <example><title>Set it</title><programlisting>modparam("acme", "tariff", "night")</programlisting></example>
      <para>Of &kamailio;.</para>
    </section>
  </section>
</chapter>
`;

function item(kind: DocumentedItem['kind'], name: string, anchor?: string): DocumentedItem {
  return { module: 'acme', kind, name, anchor };
}

function told(sections: readonly OfficialSection[], what: DocumentedItem): readonly string[] | undefined {
  return findSection(sections, what)?.paragraphs;
}

describe("a module's README", () => {
  const sections = readReadme(README);

  it('has a section for each kind of item', () => {
    assert.deepEqual(told(sections, item('module', 'acme')), ['Prices calls as they are made.', 'It never sleeps.']);
    assert.deepEqual(told(sections, item('function', 'acme_charge')), ['Charges.']);
    assert.deepEqual(told(sections, item('pseudoVariable', 'price')), ['The price.']);
    assert.deepEqual(told(sections, item('eventRoute', 'acme:broke')), ['No money.']);
    assert.deepEqual(told(sections, item('rpcCommand', 'acme.reload')), ['Reads again.']);
    assert.deepEqual(told(sections, item('transformation', 'money')), ['Rounds.']);
    assert.equal(told(sections, item('function', 'acme')), undefined);
    assert.equal(told(sections, item('pseudoVariable', 'pri')), undefined);
    assert.equal(told(sections, item('parameter', 'acme_charge_more')), undefined);
  });

  it('gives prose and lists without examples', () => {
    assert.deepEqual(told(sections, item('parameter', 'tariff')), [
      'Which tariff holds:',
      '- day - in the day',
      '- night',
      'Default value is "day".',
      'It may be set twice.',
    ]);
  });

  it('tells the line, also of a heading that is broken', () => {
    const section = findSection(sections, item('parameter', 'tariff'));
    assert.equal(README.split('\n')[section?.line ?? 0], '2.1. tariff (string)');
    const long = sections.find(({ title }) => title.endsWith('acme_long(x)'));
    assert.deepEqual(long?.paragraphs, ['Long.']);
  });
});

describe("a module's DocBook", () => {
  const sections = readDocBook(DOCBOOK);

  it('is searched by anchor, then by title', () => {
    const expected = ['Which tariff holds:', '- day', '- night', 'Of Kamailio.'];
    assert.deepEqual(told(sections, item('parameter', 'anything', 'acme.p.tariff')), expected);
    assert.deepEqual(told(sections, item('parameter', 'tariff', 'acme.p.gone')), expected);
    assert.deepEqual(told(sections, item('module', 'acme')), ['Prices calls, & more.']);
    assert.equal(told(sections, item('parameter', 'old', 'acme.p.old')), undefined);
  });

  it('tells the line', () => {
    const section = findSection(sections, item('parameter', 'tariff'));
    assert.match(DOCBOOK.split('\n')[section?.line ?? 0] ?? '', /id="acme\.p\.tariff"/);
  });
});

it('any text is read as documentation without a fault', () => {
  for (const text of [
    '',
    '1. ',
    '1. A',
    '2.1. x\n   y',
    '<section>',
    '</section></section>',
    '<section><title>',
    '<para>&x;',
  ]) {
    for (const read of [readReadme, readDocBook]) assert.ok(Array.isArray(read(text)), text);
  }
});
