-- $1 fingerprint of the rules of counting: when they are others than the rollups were made by, every week is to be counted anew.
with change as (
  insert into pipeline.reglage as r (nom, valeur)
  values ('cumuls', $1)
  on conflict (nom) do update set valeur = excluded.valeur where r.valeur <> excluded.valeur
  returning nom
)
insert into pipeline.semaine_a_recompter (semaine)
select semaine from pipeline.semaine where exists (select from change)
on conflict do nothing
