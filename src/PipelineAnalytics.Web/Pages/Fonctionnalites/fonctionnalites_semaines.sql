-- Semaines que montre la vue des fonctionnalités.
-- provisoire : calculée avant que la semaine soit finie.
with recursive publiee as (
  -- from week to week by the index that begins with them: years of rows are not read
  (select semaine from public.analytics_fonctionnalites order by semaine desc limit 1)
  union all
  select (select v.semaine from public.analytics_fonctionnalites v where v.semaine < p.semaine order by v.semaine desc limit 1)
  from publiee p
  where p.semaine is not null
)
select p.semaine, coalesce(s.provisoire, false) as provisoire
from publiee p
left join pipeline.vue_semaine s on s.vue = 'analytics_fonctionnalites' and s.semaine = p.semaine
where p.semaine is not null
order by p.semaine desc;
