-- People who were forgotten (verb oublier): their identifier is replaced everywhere by a random pseudonym. No table ties the two.

-- Whether a jeune is accompanied under DEMARCHES_IA is asked of the mirror, by his identifier. Of a pseudonym it cannot be asked
-- any more: the answer of the day is kept, so that weeks computed again give the same numbers.
create table pipeline.oubli_demarches_ia (
  id_utilisateur varchar primary key
);

comment on table pipeline.oubli_demarches_ia is 'Pseudonyms of forgotten jeunes who were accompanied under DEMARCHES_IA when they were forgotten.';

-- The planner's statistics show values, and ANALYZE leaves those of a table that it finds empty as they are: of the tables that are
-- emptied again and again none are kept of identifiers. No plan needs them.
alter table pipeline.evenement_engagement_a_enrichir alter id_utilisateur set statistics 0;
alter table pipeline.correction alter id_utilisateur set statistics 0;
alter table pipeline.utilisateur_sans_agence alter id_utilisateur set statistics 0;

-- An UPDATE leaves the earlier version of a row, with the identifier, until the table is vacuumed. What waits for that is noted in
-- the transaction that forgets: a kill after it loses nothing.
create table pipeline.oubli_a_vider (
  schema_table text not null,
  nom_table    text not null,
  primary key (schema_table, nom_table)
);

comment on table pipeline.oubli_a_vider is 'Tables that may still hold earlier versions of rows of forgotten people; emptied by oublier.';
