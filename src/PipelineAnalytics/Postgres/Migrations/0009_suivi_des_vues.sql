-- How long a week took, by which run it was computed; what moved in published weeks; where a backfill that was stopped goes on.

alter table pipeline.vue_semaine
  add column duree_ms bigint,
  add column suivi    bigint;

comment on column pipeline.vue_semaine.duree_ms is 'Milliseconds that the week took when it was computed: a range of weeks divided by their number.';
comment on column pipeline.vue_semaine.suivi is 'The run that computed it (pipeline.suivi_job.id).';

create table pipeline.revision (
  id            bigint generated always as identity primary key,
  vue           text        not null,
  semaine       date        not null,
  date_revision timestamptz not null,
  suivi         bigint,
  cause         text        not null,
  nb_cellules   bigint      not null,
  maille        jsonb       not null,
  colonne       text        not null,
  avant         jsonb,
  apres         jsonb
);

create index on pipeline.revision (semaine, vue);

comment on table  pipeline.revision is 'One row per published week of a vue whose numbers moved when it was computed again.';
comment on column pipeline.revision.suivi is 'The run that did it (pipeline.suivi_job.id).';
comment on column pipeline.revision.cause is 'Why the week was computed again.';
comment on column pipeline.revision.nb_cellules is 'Cells that changed, appeared or disappeared, the columns of the grain left out.';
comment on column pipeline.revision.maille is 'The row of the largest change: its grain.';
comment on column pipeline.revision.colonne is 'The column of the largest change.';
comment on column pipeline.revision.avant is 'What that cell held; null when the row was not there.';
comment on column pipeline.revision.apres is 'What it holds since; null when the row is gone.';

create table pipeline.campagne (
  id     bigint generated always as identity primary key,
  verbe  text        not null,
  du     date,
  au     date,
  reconstruire boolean not null,
  debut  timestamptz not null,
  suivi  bigint      not null,
  fin    timestamptz
);

-- One at a time is open for what was asked.
create unique index on pipeline.campagne (verbe, du, au, reconstruire) nulls not distinct where fin is null;

comment on table  pipeline.campagne is 'Recomputations of many weeks. One without an end was stopped: the same verb with the same bounds goes on with it.';
comment on column pipeline.campagne.reconstruire is 'The events of its weeks are counted anew first.';
comment on column pipeline.campagne.du is 'First Monday as it was asked for; null when it was not.';
comment on column pipeline.campagne.suivi is 'The run that began it: weeks computed by it or by a later one are done.';
