-- $1 zone: kept from the first event that has a week on; until then the setting may change freely.
insert into pipeline.reglage (nom, valeur)
values ('fuseau', $1)
on conflict (nom) do update set valeur = excluded.valeur
where not exists (select from pipeline.semaine)
