-- The ledger: what each week of each vue was computed from. Missing and stale weeks are found in it, not guessed.

create table pipeline.vue (
  vue        text primary key,
  empreinte_table text not null
);

comment on column pipeline.vue.empreinte_table is 'Fingerprint of the table.sql that built the published table.';

create table pipeline.vue_semaine (
  vue           text        not null,
  semaine       date        not null,
  date_calcul   timestamptz not null,
  nb_evenements bigint      not null,
  changement    bigint      not null,
  empreinte     text        not null,
  fuseau        text        not null,
  provisoire    boolean     not null,
  primary key (vue, semaine)
);

comment on table  pipeline.vue_semaine is 'One row per week of each vue that is published.';
comment on column pipeline.vue_semaine.nb_evenements is 'Events of the week itself when it was computed.';
comment on column pipeline.vue_semaine.changement is 'Last change among the weeks of the two-month window when it was computed (pipeline.semaine.changement).';
comment on column pipeline.vue_semaine.empreinte is 'Fingerprint of the vue''s model when it was computed.';
comment on column pipeline.vue_semaine.provisoire is 'The week was not over when it was computed.';

-- What decides the numbers and was true when events were enriched.
create table pipeline.reglage (
  nom    text primary key,
  valeur text not null
);

-- What the mirror put in public the last time, so that the next one replaces that and nothing else.
create table pipeline.miroir_objet (
  type     text not null,
  identite text not null,
  primary key (type, identite)
);
