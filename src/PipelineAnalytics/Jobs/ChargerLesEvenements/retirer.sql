-- $1 zone, $2 days that differ from the source's: takes away what analytics has of the source's events of those days
-- (evenement_a_reprendre), whatever day it gives them, and what it has on those days, and only there, under ids that the source
-- holds. The first are brought again at once.
delete from public.evenement_engagement e
using (
  select id, false as ce_jour from evenement_a_reprendre
  union all
  select p.id, true
  from unnest(array(select distinct id >> 16 from evenement_source)) b (bloc)
  join public.evenement_engagement p on p.id between b.bloc << 16 and (b.bloc << 16) + 65535
  join evenement_source s on s.id = p.id
  where coalesce((p.date_evenement at time zone case when p.date_evenement between '4714-11-25 00:00+00 BC' and '294276-12-31 00:00+00' then $1 else 'UTC' end)::date::text, '') = any ($2)
) r
where e.id = r.id and (not r.ce_jour or coalesce((e.date_evenement at time zone case when e.date_evenement between '4714-11-25 00:00+00 BC' and '294276-12-31 00:00+00' then $1 else 'UTC' end)::date::text, '') = any ($2))
