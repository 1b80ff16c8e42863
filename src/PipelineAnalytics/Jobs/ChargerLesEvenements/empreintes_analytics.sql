-- $1 zone, $2 first ids, $3 last ids of the source's blocks, up to analytics' highest: what analytics has between them, by block
-- and day, as in empreintes_source.sql.
--
-- "offset 0" keeps the planner from joining blocks and events as it likes: it takes each range for a ninth of history and might
-- read all of it. So each week is asked by its index for each block. The events without a week have no index: they are read once.
with bloc as (
  select * from unnest($2::bigint[], $3::bigint[]) b (premier, dernier)
), tenu as (
  select e.id, e.date_evenement
  from bloc b
  cross join lateral (
    select r.id, r.date_evenement
    from public.evenement_engagement r
    where r.semaine is not null and r.id between b.premier and b.dernier
    offset 0
  ) e
  union all
  select e.id, e.date_evenement
  from bloc b
  join public.evenement_engagement e on e.id >> 14 = b.premier >> 14 and e.id between b.premier and b.dernier
  where e.semaine is null
), par_jour as (
  select id >> 14 as bloc,
         pipeline.jour_local(date_evenement, $1) as jour,
         count(*) as nb_evenements,
         sum(id)::numeric as somme,
         sum(pipeline.melange(id))::numeric as empreinte
  from tenu
  group by 1, 2
)
select bloc, coalesce(jour::text, '') as jour, nb_evenements, somme, empreinte
from par_jour
