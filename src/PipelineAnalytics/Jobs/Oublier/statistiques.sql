-- Tables whose statistics for the planner show one of the identifiers.
select distinct s.schemaname::text, s.tablename::text
from pg_stats s
cross join lateral (
  select unnest(s.most_common_vals::text::text[])
  union all
  select unnest(s.histogram_bounds::text::text[])
) v (valeur)
where s.schemaname in ('public', 'pipeline') and s.attname = 'id_utilisateur'
  and v.valeur in (select id_utilisateur from oubli)
order by 1, 2
