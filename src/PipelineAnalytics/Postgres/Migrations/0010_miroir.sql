-- What each mirrored table was copied from, so that a table whose rows did not change is not copied again; what stood aside of the
-- last exchange; what of analysts' own could not be made again.

create table pipeline.miroir_copie (
  relation         oid    primary key,
  nom              text   not null,
  definition       text   not null,
  traitement       text   not null,
  serveur          text   not null,
  fichier          bigint not null,
  xid_ancien       bigint not null,
  nb_lignes        bigint not null,
  xid_copie        bigint not null,
  definition_copie text
);

comment on table  pipeline.miroir_copie is 'One row per copy of a mirrored table: what proves that its rows are still production''s.';
comment on column pipeline.miroir_copie.relation is 'The copy. Where that object is gone, the row means nothing.';
comment on column pipeline.miroir_copie.definition is 'Fingerprint of production''s definition of the table, and of all that defines it.';
comment on column pipeline.miroir_copie.traitement is 'Which columns were copied, and how.';
comment on column pipeline.miroir_copie.serveur is 'The start of production''s server that the numbers hold for, and the database.';
comment on column pipeline.miroir_copie.fichier is 'The file of the table in production.';
comment on column pipeline.miroir_copie.xid_ancien is 'The oldest transaction that ran when production''s snapshot was taken: a row made by an earlier one was seen by the copy.';
comment on column pipeline.miroir_copie.nb_lignes is 'Rows of the snapshot, and of the copy.';
comment on column pipeline.miroir_copie.xid_copie is 'The transaction of analytics that wrote the copy: a row made by a later one is not the copy''s.';
comment on column pipeline.miroir_copie.definition_copie is 'Fingerprint of the definition of the copy, once it was in place.';

alter table pipeline.miroir_objet add column garde boolean not null default false;

comment on column pipeline.miroir_objet.garde is 'It stayed where it was in the last exchange: the previous mirror has it in common.';

create table pipeline.miroir_colonne (
  nom_table   text not null,
  nom_colonne text not null,
  primary key (nom_table, nom_colonne)
);

comment on table pipeline.miroir_colonne is 'Columns of production that a mirror has met and the settings did not leave out: any other one is unknown.';

create table pipeline.miroir_commentaire (
  relation oid     not null,
  colonne  integer not null,
  texte    text    not null,
  primary key (relation, colonne)
);

comment on table pipeline.miroir_commentaire is 'Comments that came with a copy: any other on it is an analyst''s, and goes on to the next copy.';

create table pipeline.objet_perdu (
  nom        text        primary key,
  genre      text        not null,
  definition text        not null,
  raison     text        not null,
  depuis     timestamptz not null default now()
);

comment on table pipeline.objet_perdu is 'Views and functions of analysts that did not fit the new tables under them. They are made again the night they fit.';
