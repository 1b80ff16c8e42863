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

comment on table  pipeline.evenement_engagement is 'Une ligne par événement (acte d''engagement) de l''application. semaine, jour, agence, departement et region sont vides tant que l''événement n''est pas enrichi. Partitionnée par semaine : filtrer dessus, ou sur jour.';
comment on column pipeline.evenement_engagement.id is 'Identifiant de l''événement en production.';
comment on column pipeline.evenement_engagement.date_evenement is 'Instant, tel que l''application l''a noté.';
comment on column pipeline.evenement_engagement.categorie is 'Catégorie de la fonctionnalité.';
comment on column pipeline.evenement_engagement.action is 'Action, dans la catégorie.';
comment on column pipeline.evenement_engagement.nom is 'Précision, dans l''action.';
comment on column pipeline.evenement_engagement.id_utilisateur is 'Identifiant du jeune ou du conseiller.';
comment on column pipeline.evenement_engagement.type_utilisateur is 'JEUNE, CONSEILLER…';
comment on column pipeline.evenement_engagement.structure is 'Programme de l''utilisateur au moment de l''événement ; l''enrichissement distingue MILO et MILO_PACEA pour les jeunes.';
comment on column pipeline.evenement_engagement.code is 'Code de l''acte, s''il en a un.';
comment on column pipeline.evenement_engagement.semaine is 'Lundi de la semaine de l''événement, dans le fuseau horaire métier.';
comment on column pipeline.evenement_engagement.jour is 'Date de l''événement, dans le fuseau horaire métier.';
comment on column pipeline.evenement_engagement.agence is 'Nom de l''agence de l''utilisateur au moment de l''enrichissement.';
comment on column pipeline.evenement_engagement.departement is 'Code du département de cette agence.';
comment on column pipeline.evenement_engagement.region is 'Région de cette agence.';

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
