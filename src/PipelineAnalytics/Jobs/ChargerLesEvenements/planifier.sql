-- Of the ids that the source holds in the blocks that differ (evenement_source), which does analytics not have? Read as ranges:
-- between the two ends of a range, every id that the source holds is missing, so that "id between debut and fin" in the source's
-- snapshot brings exactly those rows.
--
-- Each week is asked by its index for each block of 16,384 ids (why "offset 0": empreintes_analytics.sql), and the events without
-- a week, which have no index, once: the cost is that of what differs, whatever the history.
with present as (
  select e.id
  from unnest(array(select distinct id >> 14 from evenement_source)) b (bloc)
  cross join lateral (
    select r.id
    from public.evenement_engagement r
    where r.semaine is not null and r.id between b.bloc << 14 and (b.bloc << 14) + 16383
    offset 0
  ) e
  union all
  select e.id
  from public.evenement_engagement e
  join evenement_source s on s.id = e.id
  where e.semaine is null
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
