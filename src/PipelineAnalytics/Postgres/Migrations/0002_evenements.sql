-- Events, one partition a week. The key is a list so that a week can be attached without scanning any other partition,
-- and so that events not yet enriched (whose semaine is null) have a partition of their own.
--
-- The table is made here and put into public by the step that follows the migrations, which first takes over the rows of an
-- earlier pipeline's table of that name: readers see the old one until the new one is whole.
--
-- Indexes are the partitions' own (see pipeline.creer_les_partitions), none is declared here: loads land in a partition without any.

create table pipeline.evenement_engagement (
  id               bigint not null,
  date_evenement   timestamptz,
  categorie        varchar,
  action           varchar,
  nom              varchar,
  id_utilisateur   varchar,
  type_utilisateur varchar,
  structure        varchar,
  code             varchar,
  semaine          date,
  jour             date,
  agence           varchar,
  departement      varchar,
  region           varchar
) partition by list (semaine);

comment on table  pipeline.evenement_engagement is 'One row per event (acte d''engagement) of the app. The last five columns are null until the event is enriched. Partitioned by semaine: filter on it, or on jour.';
comment on column pipeline.evenement_engagement.id is 'The event''s id in production.';
comment on column pipeline.evenement_engagement.date_evenement is 'The instant, as the app recorded it.';
comment on column pipeline.evenement_engagement.semaine is 'Monday of the ISO week of the event, in the business time zone.';
comment on column pipeline.evenement_engagement.jour is 'Date of the event, in the business time zone.';
comment on column pipeline.evenement_engagement.structure is 'Programme of the user when the event was recorded; jeunes of MILO are told from MILO_PACEA at enrichment.';
comment on column pipeline.evenement_engagement.agence is 'nom_agence of the user''s agency when the event was enriched.';
comment on column pipeline.evenement_engagement.departement is 'code_departement of the user''s agency when the event was enriched.';
comment on column pipeline.evenement_engagement.region is 'nom_region of the user''s agency when the event was enriched.';

-- Loads write here, by name: events that wait for enrichment.
create table pipeline.evenement_engagement_a_enrichir partition of pipeline.evenement_engagement for values in (null);

-- An event without a date, or of an infinite one, is enriched but belongs to no week: it stays in the partition above,
-- and is listed here so that it is not enriched again.
create table pipeline.evenement_sans_semaine (
  id bigint primary key
);

comment on table pipeline.evenement_sans_semaine is 'Enriched events that have no week because they have no finite date.';

-- Who had no agency when his events of a week were enriched. They are tried again for some time.
create table pipeline.utilisateur_sans_agence (
  semaine          date    not null,
  id_utilisateur   varchar not null,
  type_utilisateur varchar not null,
  depuis           date    not null,
  primary key (semaine, id_utilisateur, type_utilisateur)
);

comment on column pipeline.utilisateur_sans_agence.depuis is 'Date of the first try, in the business time zone.';
