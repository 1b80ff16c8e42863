-- $1 zone, $2 days that differ from the source's: takes away what analytics has of the source's events of those days
-- (evenement_a_reprendre), whatever day it gives them, and what it has on those days, and only there, under ids that the source
-- holds. The first are brought again at once.
delete from public.evenement_engagement e
using (
  select id, false as ce_jour from evenement_a_reprendre
  union all
  select p.id, true
  from (
    select e.id, e.date_evenement
    from unnest(array(select distinct id >> 14 from evenement_source)) b (bloc)
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
  ) p
  join evenement_source s on s.id = p.id
  where coalesce(pipeline.jour_local(p.date_evenement, $1)::text, '') = any ($2)
) r
where e.id = r.id and (not r.ce_jour or coalesce(pipeline.jour_local(e.date_evenement, $1)::text, '') = any ($2))
