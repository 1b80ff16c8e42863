-- Of the ids that the source holds up to analytics' highest (evenement_source), which does analytics not have? Read as ranges:
-- between the two ends of a range, every id that the source holds is missing, so that "id between debut and fin" in the source's
-- snapshot brings exactly those rows.
--
-- Analytics is asked by blocks of 65,536 ids, each found by the partitions' index: the cost is that of what the source holds,
-- a week or so, whatever the history, and even where one odd id stands far from the others. The blocks are an array because the
-- planner would take their number for that of the ids, and read all of history instead.
with present as (
  select e.id
  from unnest(array(select distinct id >> 16 from evenement_source)) b (bloc)
  join public.evenement_engagement e on e.id between b.bloc << 16 and (b.bloc << 16) + 65535
), numerote as (
  select s.id,
         row_number() over (order by s.id) as rang,
         p.id is null as manquant
  from evenement_source s
  left join present p on p.id = s.id
), manquant as (
  select id, rang - row_number() over (order by id) as ilot
  from numerote
  where manquant
)
select min(id) as debut, max(id) as fin, count(*) as nb_evenements
from manquant
group by ilot
order by debut
