-- $1 schema of the new copy, $2 tables that stay: what is other than in the mirror that stands in public, as "kind, name".
with avant as (
  select c.relname, a.attname, format_type(a.atttypid, a.atttypmod) as type, a.attname in ('date_premier_ae', 'date_dernier_ae') and c.relname = 'conseiller' as notre
  from pipeline.miroir_objet m
  join pg_class c on c.oid = to_regclass(m.identite) and c.relkind in ('r', 'p')
  left join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
  where m.type = 'table' and c.relname <> all ($2)
), apres as (
  select c.relname, a.attname, replace(format_type(a.atttypid, a.atttypmod), $1 || '.', 'public.') as type
  from pg_class c
  left join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
  where c.relnamespace = to_regnamespace($1) and c.relkind in ('r', 'p')
)
select distinct 'tablesAdded' as genre, relname::text as nom from apres where relname not in (select relname from avant) and exists (select from pipeline.miroir_objet)
union all
select distinct 'tablesRemoved', relname::text from avant where relname not in (select relname from apres)
union all
select 'columnsAdded', n.relname || '.' || n.attname
from apres n
where n.attname is not null and n.relname in (select relname from avant)
  and not exists (select from avant v where (v.relname, v.attname) = (n.relname, n.attname))
union all
select 'columnsRemoved', v.relname || '.' || v.attname
from avant v
where v.attname is not null and not v.notre and v.relname in (select relname from apres)
  and not exists (select from apres n where (n.relname, n.attname) = (v.relname, v.attname))
union all
select 'columnsRetyped', n.relname || '.' || n.attname || ': ' || v.type || ' → ' || n.type
from apres n
join avant v on (v.relname, v.attname) = (n.relname, n.attname)
where v.type <> case when n.type like 'public.%' and v.type not like 'public.%' then substr(n.type, 8) else n.type end
order by 1, 2
