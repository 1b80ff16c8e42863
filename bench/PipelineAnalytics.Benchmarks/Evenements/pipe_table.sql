-- Where psql puts its rows: the nine columns of an event, no index, no constraint.
create table evenement_pipe (
  id bigint,
  date_evenement timestamptz,
  categorie varchar,
  action varchar,
  nom varchar,
  id_utilisateur varchar,
  type_utilisateur varchar,
  structure varchar,
  code varchar
);
