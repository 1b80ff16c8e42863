-- Which ids of the source does analytics not have? Read as ranges: between the two ends of a range, every id that the source
-- holds is missing, so that "id between debut and fin" in the source's snapshot brings exactly those rows.
-- A range is cut every 200,000 rows, the unit of progress.
--
-- The source keeps about a week, and ids grow: the comparison is bounded by what the source holds, not by history.
with present as (
  select e.id
  from public.evenement_engagement e
  where e.id between (select min(id) from evenement_source) and (select max(id) from evenement_source)
), numerote as (
  select s.id,
         row_number() over (order by s.id) as rang,
         p.id is null as manquant
  from evenement_source s
  left join present p on p.id = s.id
), manquant as (
  select id,
         rang - row_number() over (order by id) as ilot,
         (row_number() over (order by id) - 1) / 200000 as tranche
  from numerote
  where manquant
)
select min(id) as debut, max(id) as fin, count(*) as nb_evenements
from manquant
group by ilot, tranche
order by debut
