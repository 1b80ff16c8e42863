-- $1 zone, $2 analytics' highest id before the load, null when it has none: what the source holds, by block of 16,384 ids (null: beyond) and
-- by day: how many events, the sum of their ids, and a sum that depends on which ids they are, and not on how they are spread:
-- each id's place in its block times an odd number without pattern, mixed with its own high half. Other ids of the same number
-- and sum, as late commits among purged events might be, give another. It is arithmetic, the same on any server.
--
-- The instants within a day of timestamptz's ends have no local time: those, and they alone, are told in UTC.
with par_jour as (
  select case when e.id <= $2::bigint then e.id::bigint >> 14 end as bloc,
         (e.date_evenement at time zone case when e.date_evenement between '4714-11-25 00:00+00 BC' and '294276-12-31 00:00+00' then $1 else 'UTC' end)::date as jour,
         count(*) as nb_evenements,
         sum(e.id::bigint)::numeric as somme,
         sum(((e.id::bigint & 65535) * 86980551294885) # ((e.id::bigint & 65535) * 86980551294885 >> 29))::numeric as empreinte
  from public.evenement_engagement_hebdo e
  group by 1, 2
)
select bloc, coalesce(jour::text, '') as jour, nb_evenements, somme, empreinte
from par_jour
