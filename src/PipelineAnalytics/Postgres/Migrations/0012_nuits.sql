-- The nights: one a business date, with what is done and what is to be done of its chain; and what tells a run that goes on from one
-- whose process is gone.

create table pipeline.nuit (
  date_metier date        primary key,
  prevue      timestamptz not null,
  debut       timestamptz not null,
  fin         timestamptz,
  etat        text        not null check (etat in ('en_cours', 'reussie', 'echouee'))
);

-- One chain at a time.
create unique index on pipeline.nuit (etat) where etat = 'en_cours';

comment on table  pipeline.nuit is 'One row per business date whose chain the worker has begun.';
comment on column pipeline.nuit.prevue is 'When it was due.';
comment on column pipeline.nuit.etat is 'en_cours, reussie, or echouee: a job of the chain failed, after all its attempts.';

create table pipeline.nuit_etape (
  date_metier date        not null references pipeline.nuit on delete cascade,
  type_job    text        not null,
  rang        integer     not null,
  etat        text        not null check (etat in ('attend', 'court', 'reussie', 'echouee')),
  tentatives  integer     not null default 0,
  prochaine   timestamptz not null,
  enfilee     timestamptz,
  suivi       bigint,
  erreur      text,
  primary key (date_metier, type_job)
);

create index on pipeline.nuit_etape (etat) where etat in ('attend', 'court');

comment on table  pipeline.nuit_etape is 'One row per job of a night''s chain, made when the job before it has ended.';
comment on column pipeline.nuit_etape.etat is 'attend (until prochaine), court, reussie, echouee.';
comment on column pipeline.nuit_etape.tentatives is 'Attempts begun; one that was told to stop is not counted.';
comment on column pipeline.nuit_etape.prochaine is 'The moment from which it may run.';
comment on column pipeline.nuit_etape.enfilee is 'When it was last put into the workers'' queue; null until then.';
comment on column pipeline.nuit_etape.suivi is 'Its last run (pipeline.suivi_job.id).';
comment on column pipeline.nuit_etape.erreur is 'What its last attempt failed of.';

alter table pipeline.suivi_job
  add column date_metier date,
  add column sessions    text,
  add column battement   timestamptz;

create index on pipeline.suivi_job (date_metier) where date_metier is not null;

comment on column pipeline.suivi_job.date_metier is 'The night that it is of; null for a run by hand.';
comment on column pipeline.suivi_job.sessions is 'application_name of all its sessions in this server: ended, they can commit no more.';
comment on column pipeline.suivi_job.battement is 'The server''s clock when its process last showed that it lives.';
