create table analytics_fonctionnalites_demarches_ia (
  semaine            date    not null,
  structure          varchar not null,
  type_utilisateur   varchar,
  categorie          varchar,
  action             varchar,
  nom                varchar,
  nb_ae_categorie    integer not null,
  nb_users_categorie integer not null,
  nb_ae_action       integer not null,
  nb_users_action    integer not null,
  nb_ae_nom          integer not null,
  nb_users_nom       integer not null,
  nb_ae_total        integer not null,
  nb_users_total     integer not null,
  constraint analytics_fonctionnalites_demarches_ia_maille unique nulls not distinct (semaine, structure, type_utilisateur, categorie, action, nom)
);

comment on table analytics_fonctionnalites_demarches_ia is 'Utilisation des fonctionnalités des bénéficiaires DEMARCHES_IA : une ligne par semaine, structure, type d''utilisateur, catégorie, action et nom. Hors structures vides et PASS_EMPLOI.';
comment on column analytics_fonctionnalites_demarches_ia.semaine is 'Lundi de la semaine.';
comment on column analytics_fonctionnalites_demarches_ia.structure is 'Programme de l''utilisateur.';
comment on column analytics_fonctionnalites_demarches_ia.type_utilisateur is 'JEUNE, CONSEILLER…';
comment on column analytics_fonctionnalites_demarches_ia.categorie is 'Catégorie de la fonctionnalité.';
comment on column analytics_fonctionnalites_demarches_ia.action is 'Action, dans la catégorie.';
comment on column analytics_fonctionnalites_demarches_ia.nom is 'Précision, dans l''action.';
comment on column analytics_fonctionnalites_demarches_ia.nb_ae_categorie is 'Nombre d''événements de la catégorie dans la semaine.';
comment on column analytics_fonctionnalites_demarches_ia.nb_users_categorie is 'Nombre d''utilisateurs distincts de la catégorie dans la semaine.';
comment on column analytics_fonctionnalites_demarches_ia.nb_ae_action is 'Nombre d''événements de l''action dans la semaine.';
comment on column analytics_fonctionnalites_demarches_ia.nb_users_action is 'Nombre d''utilisateurs distincts de l''action dans la semaine.';
comment on column analytics_fonctionnalites_demarches_ia.nb_ae_nom is 'Nombre d''événements du nom dans la semaine.';
comment on column analytics_fonctionnalites_demarches_ia.nb_users_nom is 'Nombre d''utilisateurs distincts du nom dans la semaine.';
comment on column analytics_fonctionnalites_demarches_ia.nb_ae_total is 'Nombre d''événements de la structure et du type d''utilisateur dans la semaine.';
comment on column analytics_fonctionnalites_demarches_ia.nb_users_total is 'Nombre d''utilisateurs distincts de la structure et du type d''utilisateur dans la semaine.';
