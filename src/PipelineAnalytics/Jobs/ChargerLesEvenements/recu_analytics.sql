-- $1 zone: what analytics has, after the load, of the ids that were compared one by one (evenement_source), by block and day, as in
-- empreintes_source.sql; read as planifier.sql reads.
with tenu as (
  select e.id, e.date_evenement
  from unnest(array(select distinct id >> 14 from evenement_source)) b (bloc)
  cross join lateral (
    select r.id, r.date_evenement
    from public.evenement_engagement r
    where r.semaine is not null and r.id between b.bloc << 14 and (b.bloc << 14) + 16383
    offset 0
  ) e
  join evenement_source s on s.id = e.id
  union all
  select e.id, e.date_evenement
  from public.evenement_engagement e
  join evenement_source s on s.id = e.id
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
