-- The classical table of events: one heap. Its indexes come after it is filled with history (indexes.sql).
create table evenement_engagement (
  id integer not null,
  date_evenement timestamptz,
  categorie varchar(255),
  action varchar(255),
  nom varchar(255),
  id_utilisateur varchar(255),
  type_utilisateur varchar(255),
  structure varchar(255),
  code varchar(255),
  semaine date,
  jour date,
  agence varchar(255),
  departement varchar(255),
  region varchar(255)
);
