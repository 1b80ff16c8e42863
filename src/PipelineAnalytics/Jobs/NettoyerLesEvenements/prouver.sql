-- Of the events that production may lose (evenement_candidat), those that analytics has, under the same id and the same date. In
-- the order of their ids: a batch then touches few pages of production's table. Dates go as text, which holds every one of them.
--
-- Analytics is asked by blocks of 16,384 ids, as empreintes_analytics.sql does and for its reasons: the cost is that of what
-- production holds, whatever the history.
declare evenement_prouve no scroll cursor for
with bloc as (
  select unnest(array(select distinct id >> 14 from evenement_candidat)) as bloc
), present as (
  select e.id, e.date_evenement
  from bloc b
  cross join lateral (
    select r.id, r.date_evenement
    from public.evenement_engagement r
    where r.semaine is not null and r.id between b.bloc << 14 and (b.bloc << 14) | 16383
    offset 0
  ) e
  union all
  select e.id, e.date_evenement
  from public.evenement_engagement e
  where e.semaine is null
)
select c.id, c.date_evenement::text
from evenement_candidat c
where exists (select from present p where p.id = c.id and p.date_evenement = c.date_evenement)
order by c.id
