-- $1 first week, $2 last week: what is said of each week to have, and its partitions, null where there is none.
with partition as (
  select substring(pg_get_expr(c.relpartbound, c.oid) from '''(.*)''')::date as semaine,
         i.inhparent as parent,
         c.oid::regclass::text as nom
  from pg_inherits i
  join pg_class c on c.oid = i.inhrelid
  where i.inhparent in ('public.evenement_engagement'::regclass, 'pipeline.usage_hebdo'::regclass, 'pipeline.activite_hebdo'::regclass)
), semaine as (
  select semaine, nb_evenements from pipeline.semaine
)
select semaine::text,
       coalesce(max(s.nb_evenements), 0) as nb_evenements,
       max(p.nom) filter (where p.parent = 'public.evenement_engagement'::regclass) as evenements,
       max(p.nom) filter (where p.parent = 'pipeline.usage_hebdo'::regclass)        as usages,
       max(p.nom) filter (where p.parent = 'pipeline.activite_hebdo'::regclass)     as activite
from partition p
full join semaine s using (semaine)
where semaine between $1::text::date and $2::text::date
group by semaine
order by 1
