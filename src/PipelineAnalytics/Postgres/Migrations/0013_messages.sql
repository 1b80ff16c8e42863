-- Who is told of what: alerts that are open, and the messages that leave by the webhook.

create table pipeline.alerte (
  sujet    text        primary key,
  depuis   timestamptz not null,
  nuit     date,
  erreur   text        not null,
  prochain timestamptz,
  dite     timestamptz
);

comment on table  pipeline.alerte is 'One row per subject that is not well: a job that failed and has not succeeded since, or the freshness of the data.';
comment on column pipeline.alerte.sujet is 'A verb, or fraicheur.';
comment on column pipeline.alerte.depuis is 'When it failed first.';
comment on column pipeline.alerte.nuit is 'The last night that it failed in; null while it failed by hand only.';
comment on column pipeline.alerte.erreur is 'What it failed of last.';
comment on column pipeline.alerte.prochain is 'When it is tried again; null when that night''s attempts are over.';
comment on column pipeline.alerte.dite is 'When a message about it was last written; null when there is no webhook.';

create table pipeline.message (
  id       bigint generated always as identity primary key,
  cle      text        not null unique,
  texte    text        not null,
  cree     timestamptz not null,
  envoye   timestamptz,
  essais   integer     not null default 0,
  prochain timestamptz,
  erreur   text
);

create index on pipeline.message (id) where prochain is not null;

comment on table  pipeline.message is 'Messages for the webhook, written with what they tell of and sent afterwards. Kept for 30 days.';
comment on column pipeline.message.cle is 'What it tells of: the same thing is told once.';
comment on column pipeline.message.essais is 'Attempts to send it.';
comment on column pipeline.message.prochain is 'The moment from which it may be sent; null once it is sent, or given up.';
comment on column pipeline.message.erreur is 'Why the last attempt failed.';
