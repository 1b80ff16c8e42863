-- $1 vues, $2 weeks: milliseconds that they would take one after the other, from what each took the last time, else from what the
-- latest weeks took; null when nothing is known
select sum(coalesce(p.duree_ms, m.moyenne))::bigint
from unnest($1::text[]) v (vue)
cross join unnest($2::date[]) s (semaine)
left join pipeline.vue_semaine p on p.vue = v.vue and p.semaine = s.semaine
cross join lateral (
  select avg(d.duree_ms) as moyenne
  from (select duree_ms from pipeline.vue_semaine l where l.vue = v.vue and l.duree_ms is not null order by l.semaine desc limit 26) d
) m
