create table analytics_engagement (
  semaine                                            date    not null,
  structure                                          varchar not null,
  type_utilisateur                                   varchar not null,
  region                                             varchar not null,
  departement                                        varchar not null,
  nombre_utilisateurs_2_mois                         integer not null,
  nombre_utilisateurs_1_mois                         integer not null,
  nombre_utilisateurs_2_evenements_dans_la_semaine   integer not null,
  nombre_utilisateurs_engages_2_jours_dans_la_semaine integer not null,
  nb_actifs_3_semaines_sur_6                         integer not null,
  nb_actifs_4_semaines_sur_6                         integer not null,
  constraint analytics_engagement_maille unique (semaine, structure, type_utilisateur, region, departement)
);

comment on table analytics_engagement is 'Engagement des utilisateurs : une ligne par semaine, structure, type d''utilisateur, région et département. NON RENSEIGNE remplace une valeur vide.';
comment on column analytics_engagement.semaine is 'Lundi de la semaine.';
comment on column analytics_engagement.structure is 'Programme de l''utilisateur.';
comment on column analytics_engagement.type_utilisateur is 'JEUNE, CONSEILLER…';
comment on column analytics_engagement.region is 'Région de l''agence de l''utilisateur, au moment de l''événement.';
comment on column analytics_engagement.departement is 'Code du département de l''agence de l''utilisateur, au moment de l''événement.';
comment on column analytics_engagement.nombre_utilisateurs_2_mois is 'Utilisateurs ayant au moins un événement dans les deux mois qui précèdent le lundi, ou dans la semaine.';
comment on column analytics_engagement.nombre_utilisateurs_1_mois is 'Utilisateurs ayant au moins un événement dans le mois qui précède le lundi, ou dans la semaine.';
comment on column analytics_engagement.nombre_utilisateurs_2_evenements_dans_la_semaine is 'Utilisateurs ayant au moins 2 événements dans la semaine.';
comment on column analytics_engagement.nombre_utilisateurs_engages_2_jours_dans_la_semaine is 'Utilisateurs actifs : des événements au moins 2 jours distincts de la semaine.';
comment on column analytics_engagement.nb_actifs_3_semaines_sur_6 is 'Utilisateurs actifs au moins 3 des 6 dernières semaines, celle-ci comprise.';
comment on column analytics_engagement.nb_actifs_4_semaines_sur_6 is 'Utilisateurs actifs au moins 4 des 6 dernières semaines, celle-ci comprise.';
