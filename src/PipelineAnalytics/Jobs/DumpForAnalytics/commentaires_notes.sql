-- $1 relations of a new copy: their comments, which are production's.
with oublie as (
  delete from pipeline.miroir_commentaire where relation not in (select oid from pg_class)
)
insert into pipeline.miroir_commentaire (relation, colonne, texte)
select objoid, objsubid, description
from pg_description
where classoid = 'pg_class'::regclass and objoid = any ($1)
on conflict do nothing
