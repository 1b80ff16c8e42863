-- $1 this week's Monday: partitions of events and rollups that the pipeline did not make, tables that stand in a partition's place, and
-- partitions of this week and the next four that are not made yet.
with parent (nom, relation) as (
  select n, to_regclass(case n when 'evenement_engagement' then 'public.' else 'pipeline.' end || n)
  from unnest(array['evenement_engagement', 'activite_hebdo', 'usage_hebdo']) n
), partition as (
  select p.nom as parent, c.oid, c.relname, c.relnamespace, pg_get_expr(c.relpartbound, c.oid) as borne
  from parent p
  join pg_inherits i on i.inhparent = p.relation
  join pg_class c on c.oid = i.inhrelid
)
select oid::regclass::text, 'unexpected'
from partition
where not (relname = 'evenement_engagement_a_enrichir' and borne = 'FOR VALUES IN (NULL)')
  and relname is distinct from case when borne ~ '^FOR VALUES IN \(''[^'']+''\)$' then pipeline.nom_de_partition(parent, substring(borne from '''(.*)''')::date) end
union all
select c.oid::regclass::text, 'detached'
from pg_class c
join parent p on c.relname like p.nom || '\_2%' and c.relkind = 'r'
where c.relnamespace = 'pipeline'::regnamespace and not c.relispartition
  and c.relname in (select pipeline.nom_de_partition(p.nom, s.semaine) from pipeline.semaine s)
union all
select format('pipeline.%I', pipeline.nom_de_partition(p.nom, $1::date + 7 * i)), 'missing'
from parent p, generate_series(0, 4) i
where p.relation is not null and to_regclass(format('pipeline.%I', pipeline.nom_de_partition(p.nom, $1::date + 7 * i))) is null
order by 1
