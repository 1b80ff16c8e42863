-- Tables through which rows of theirs passed, and whose deleted rows may still be there.
insert into pipeline.oubli_a_vider (schema_table, nom_table)
select 'pipeline', nom
from unnest(array['evenement_engagement_a_enrichir', 'correction', 'utilisateur_sans_agence']) nom
where exists (select from oubli where connu)
on conflict do nothing
