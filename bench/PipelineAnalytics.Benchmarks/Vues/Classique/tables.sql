-- The classical way's own vues. An indicator that its statement finds nobody for stays 0.
create table analytics_engagement (
  semaine                                             date not null,
  structure                                           varchar not null,
  type_utilisateur                                    varchar not null,
  region                                              varchar not null,
  departement                                         varchar not null,
  nombre_utilisateurs_2_mois                          integer not null default 0,
  nombre_utilisateurs_1_mois                          integer not null default 0,
  nombre_utilisateurs_2_evenements_dans_la_semaine    integer not null default 0,
  nombre_utilisateurs_engages_2_jours_dans_la_semaine integer not null default 0,
  nb_actifs_3_semaines_sur_6                          integer not null default 0,
  nb_actifs_4_semaines_sur_6                          integer not null default 0
);
create index on analytics_engagement (semaine);

create table analytics_engagement_national (like analytics_engagement including defaults including indexes);
alter table analytics_engagement_national drop column region, drop column departement;

create table analytics_fonctionnalites (
  semaine            date not null,
  structure          varchar,
  type_utilisateur   varchar,
  categorie          varchar,
  action             varchar,
  nom                varchar,
  nb_ae_categorie    integer not null default 0,
  nb_users_categorie integer not null default 0,
  nb_ae_action       integer not null default 0,
  nb_users_action    integer not null default 0,
  nb_ae_nom          integer not null default 0,
  nb_users_nom       integer not null default 0,
  nb_ae_total        integer not null default 0,
  nb_users_total     integer not null default 0
);
create index on analytics_fonctionnalites (semaine);

create table analytics_fonctionnalites_demarches_ia (like analytics_fonctionnalites including defaults including indexes);

-- A counsellor, current or initial, has an email that is tagged.
create view jeune_demarches_ia as
with conseiller_demarches_ia as (
  select c.id
  from conseiller c
  join feature_flip f on f.email_conseiller = c.email
  where f.feature_tag = 'DEMARCHES_IA'
)
select j.id
from jeune j
where j.id_conseiller in (select id from conseiller_demarches_ia) or j.id_conseiller_initial in (select id from conseiller_demarches_ia);
