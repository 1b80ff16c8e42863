-- $1 zone, $2 analytics' highest id before the load: what analytics has of what the source holds, by day, as in recu_source.sql.
with tenu as (
  select e.id, e.date_evenement
  from unnest(array(select distinct id >> 16 from evenement_source)) b (bloc)
  join public.evenement_engagement e on e.id between b.bloc << 16 and (b.bloc << 16) + 65535
  join evenement_source s on s.id = e.id
  union all
  select e.id, e.date_evenement
  from public.evenement_engagement e
  where e.id > $2
)
select coalesce((date_evenement at time zone $1)::date::text, '') as jour,
       count(*) as nb_evenements,
       sum(id)::numeric as somme,
       sum((id % 1000003) * (id % 998244353))::numeric as empreinte
from tenu
group by 1
