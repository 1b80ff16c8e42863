-- Of the events that production may lose (evenement_candidat), those that analytics has, under the same id and the same date. In
-- the order of their ids: a batch then touches few pages of production's table. Dates go as text, which holds every one of them.
--
-- Analytics is asked by blocks of 65,536 ids, as planifier.sql does: the cost is that of what production holds, whatever the history.
declare evenement_prouve no scroll cursor for
with present as (
  select e.id, e.date_evenement
  from unnest(array(select distinct id >> 16 from evenement_candidat)) b (bloc)
  join public.evenement_engagement e on e.id between b.bloc << 16 and (b.bloc << 16) + 65535
)
select c.id, c.date_evenement::text
from evenement_candidat c
where exists (select from present p where p.id = c.id and p.date_evenement = c.date_evenement)
order by c.id
