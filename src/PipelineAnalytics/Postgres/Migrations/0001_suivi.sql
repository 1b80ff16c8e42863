-- The pipeline's bookkeeping lives in the schema pipeline; what analysts read lives in public.

create table pipeline.suivi_job (
  id              bigint generated always as identity primary key,
  type_job        text        not null,
  date_debut      timestamptz not null,
  date_fin        timestamptz,
  succes          boolean,
  resultat        jsonb,
  nb_erreurs      integer     not null default 0,
  erreur          text,
  duree_ms        bigint,
  -- the session that ran it: a run without an end whose session is gone was interrupted
  session_pid     integer     not null,
  session_debut   timestamptz not null
);

create index on pipeline.suivi_job (type_job, date_debut desc);

comment on table  pipeline.suivi_job is 'One row per run of a job.';
comment on column pipeline.suivi_job.succes is 'Null while it runs, or when its process was killed.';
comment on column pipeline.suivi_job.resultat is 'Counts and facts of the run; the keys depend on the job.';
comment on column pipeline.suivi_job.duree_ms is 'Milliseconds.';
