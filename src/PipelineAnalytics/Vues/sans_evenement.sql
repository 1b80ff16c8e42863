-- $1 first Monday, $2 last Monday: published weeks that have no event (any more)
select distinct p.semaine
from pipeline.vue_semaine p
where p.semaine between $1 and $2
  and not exists (select from pipeline.semaine s where s.semaine = p.semaine and s.nb_evenements > 0)
order by p.semaine
